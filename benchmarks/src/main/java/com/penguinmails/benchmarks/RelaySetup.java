package com.penguinmails.benchmarks;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeyPair;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a relaying node needs around it: many domains with an MX each, all at one receiver, a signing key, a configuration. */
final class RelaySetup implements AutoCloseable {
    static final int DOMAINS = 100;
    static final String SENDER_DOMAIN = "sender.test";
    /** One more domain with an exchanger of its own, for mail that is to wait. */
    static final String HELD_DOMAIN = "held.test";

    private final Path directory;
    private final MailReceiver receiver;
    private final ZoneServer zones;

    private RelaySetup(Path directory, MailReceiver receiver, ZoneServer zones) {
        this.directory = directory;
        this.receiver = receiver;
        this.zones = zones;
    }

    /** @param directory an empty one, for the key, the configurations and the spools */
    static RelaySetup start(Path directory) throws IOException {
        var keys = new DkimKeys(CryptoProviders.choose());
        DkimKeyPair pair = keys.generateRsa(DkimKeys.DEFAULT_RSA_BITS);
        Files.writeString(directory.resolve("key.pem"), keys.toPem(pair));
        var zone = new ZoneData();
        for (int i = 0; i < DOMAINS; i++) {
            zone.mx("d" + i + ".test", 10, "mx.d" + i + ".test").address("mx.d" + i + ".test", "127.0.0.1");
        }
        zone.mx(HELD_DOMAIN, 10, "mx." + HELD_DOMAIN).address("mx." + HELD_DOMAIN, "127.0.0.1");
        return new RelaySetup(directory, MailReceiver.start(), ZoneServer.start(zone));
    }

    /** The port of the receiver on loopback. */
    int receiverPort() {
        return receiver.port();
    }

    String receiver() {
        return receiver.description();
    }

    /** Writes the configuration of a node with a spool of its own. */
    Path configure(String name, boolean signed) throws IOException {
        String text = """
                name = "mta.bench.test"
                data_directory = "%s-data"
                [smtp]
                listen = ["127.0.0.1:0"]
                [http]
                listen = ["127.0.0.1:0"]
                [admin]
                listen = []
                [dns]
                servers = ["127.0.0.1:%d"]
                [delivery]
                port = %d
                tls = "off"
                ipv6 = "off"
                """.formatted(name, zones.address().getPort(), receiver.port());
        String key = """
                [[dkim]]
                domain = "%s"
                selector = "bench"
                key_file = "key.pem"
                canonicalization = "relaxed/simple"
                """.formatted(SENDER_DOMAIN);
        return Files.writeString(directory.resolve(name + ".toml"), signed ? text + key : text);
    }

    @Override
    public void close() {
        zones.close();
        receiver.close();
    }
}
