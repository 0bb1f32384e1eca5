package com.penguinmails.mta.cli.demo;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeyPair;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.SigningKey;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Everything the demonstration needs, on loopback and on free ports: a DNS server for ten domains, a receiver that refuses and
 * greylists some, and a node that signs with a key made for the occasion. Not thread-safe.
 */
public final class DemoWorld implements AutoCloseable {
    /** The domain that sends. */
    static final String SENDER_DOMAIN = "demo.test";
    /** How many domains receive: {@code d0.test} to {@code d9.test}. */
    static final int DOMAINS = 10;
    private static final String SELECTOR = "demo";
    private static final String KEY_FILE = "demo.pem";

    private final ZoneServer dns;
    private final ScriptedReceiver receiver;
    private final PenguinNode node;

    private DemoWorld(ZoneServer dns, ScriptedReceiver receiver, PenguinNode node) {
        this.dns = dns;
        this.receiver = receiver;
        this.node = node;
    }

    /** @param directory for the configuration, the key, the spool and the event log */
    public static DemoWorld open(Path directory) throws IOException, ConfigException {
        ScriptedReceiver receiver = ScriptedReceiver.start();
        ZoneServer dns = ZoneServer.start(zones());
        try {
            publishKey(dns, directory.resolve(KEY_FILE));
            Path file = directory.resolve("node.toml");
            Files.writeString(file, configuration(dns.address().getPort(), receiver.port()));
            var files = new NodeFiles(file, null);
            PenguinNode node = PenguinNode.start(files.read(), files);
            return new DemoWorld(dns, receiver, node);
        } catch (IOException | ConfigException | RuntimeException e) {
            receiver.close();
            dns.close();
            throw e;
        }
    }

    private static ZoneData zones() {
        var zones = new ZoneData();
        for (int i = 0; i < DOMAINS; i++) {
            zones.mx("d" + i + ".test", 10, "mx" + i + ".test").address("mx" + i + ".test", "127.0.0.1");
        }
        return zones;
    }

    private static void publishKey(ZoneServer dns, Path keyFile) throws IOException {
        var keys = new DkimKeys(CryptoProviders.choose());
        DkimKeyPair pair = keys.generateRsa(DkimKeys.DEFAULT_RSA_BITS);
        Files.writeString(keyFile, keys.toPem(pair));
        var key = new SigningKey(SENDER_DOMAIN, SELECTOR, pair);
        dns.zones().txt(key.recordName(), key.keyRecord().text());
    }

    private static String configuration(int nameServer, int receiver) {
        return """
                # The demonstration's node: free ports, its own DNS server and receiver, and retries that come soon.
                name = "mta.demo.test"
                data_directory = "."

                [smtp]
                listen = ["127.0.0.1:0"]
                default_tenant = "demo"

                [http]
                listen = ["127.0.0.1:0"]

                [admin]
                listen = ["127.0.0.1:0"]

                [spool]
                reserve = "64MiB"

                [queue]
                first_retry = "1s"
                max_retry = "4s"
                expiry = "5min"

                [dns]
                servers = ["127.0.0.1:%d"]

                [delivery]
                port = %d
                ipv6 = "off"

                [[dkim]]
                domain = "%s"
                selector = "%s"
                key_file = "%s"
                canonicalization = "relaxed/relaxed"
                """.formatted(nameServer, receiver, SENDER_DOMAIN, SELECTOR, KEY_FILE);
    }

    PenguinNode node() {
        return node;
    }

    ScriptedReceiver receiver() {
        return receiver;
    }

    ZoneServer dns() {
        return dns;
    }

    @Override
    public void close() {
        node.close();
        receiver.close();
        dns.close();
    }
}
