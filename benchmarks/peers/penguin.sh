# A node with its default durability: every acknowledgement forced. Configuration and spool live under $Q.
PENGUIN_ROOT=$(cd "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/../.." && pwd)

penguin_config() {
    cat <<TOML
name = "mta.bench.test"
data_directory = "data"
[smtp]
listen = ["127.0.0.1:$PORT"]
[http]
listen = []
[admin]
listen = ["127.0.0.1:9090"]
[spool]
reserve = "64MiB"
[dns]
servers = ["127.0.0.1:53"]
[delivery]
tls = "off"
ipv6 = "off"
TOML
}

peer_start() {
    mkdir -p "$Q"
    penguin_config >"$Q/node.toml"
    PENGUIN_NO_BUILD=1 PENGUIN_JAVA_OPTS="-Xms512m -Xmx512m ${PENGUIN_JAVA_OPTS:-}" \
        "$PENGUIN_ROOT/bin/penguin" node --config "$Q/node.toml" >"$Q/node.log" 2>&1 &
    echo $! >"$Q/pid"
}

peer_stop() { kill "$(cat "$Q/pid")"; }

peer_qcount() {
    python3 -c 'import json, urllib.request as r; print(json.load(r.urlopen("http://127.0.0.1:9090/v1/accounts"))["node"]["queued"])'
}
