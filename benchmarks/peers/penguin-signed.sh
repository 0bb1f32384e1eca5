# As penguin.sh, signing with RSA-2048 for sender.test.
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/penguin.sh"

eval "$(declare -f penguin_config | sed '1s/penguin_config/penguin_base_config/')"

penguin_config() {
    penguin_base_config
    cat <<TOML
[[dkim]]
domain = "sender.test"
selector = "bench"
key_file = "$W/dkim/rsa2048.pem"
canonicalization = "relaxed/simple"
TOML
}
