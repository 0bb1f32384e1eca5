package com.penguinmails.mta.cli.demo;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeyPair;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.SigningKey;
import com.penguinmails.mta.config.AdminConfig;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.config.DkimKeyConfig;
import com.penguinmails.mta.config.DnsConfig;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.config.HttpConfig;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.SmtpConfig;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.NodeSettings;
import com.penguinmails.mta.node.PenguinNode;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

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
    private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    private final ZoneServer dns;
    private final ScriptedReceiver receiver;
    private final PenguinNode node;

    private DemoWorld(ZoneServer dns, ScriptedReceiver receiver, PenguinNode node) {
        this.dns = dns;
        this.receiver = receiver;
        this.node = node;
    }

    /** @param directory for the key, the spool and the event log */
    public static DemoWorld open(Path directory) throws IOException, ConfigException {
        ScriptedReceiver receiver = ScriptedReceiver.start();
        ZoneServer dns = ZoneServer.start(zones());
        try {
            var keyFile = directory.resolve("demo.pem");
            publishKey(dns, keyFile);
            PenguinNode node = PenguinNode.start(settings(directory, keyFile, dns, receiver), NodeFiles.none());
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

    private static NodeSettings settings(Path directory, Path keyFile, ZoneServer dns, ScriptedReceiver receiver) {
        NodeConfig base = NodeConfig.defaults();
        var anyPort = List.of(new Endpoint("127.0.0.1", 0));
        var nameServer = new Endpoint(dns.address().getHostString(), dns.address().getPort());
        var config = new NodeConfig("mta.demo.test", directory, smtp(anyPort), http(anyPort),
                new AdminConfig(anyPort, null),
                spool(base.spool()), queue(base.queue()), dns(base.dns(), nameServer),
                delivery(base.delivery(), receiver.port()), Map.of(),
                List.of(new DkimKeyConfig(SENDER_DOMAIN, SELECTOR, keyFile, "relaxed/relaxed", null)), List.of(),
                List.of(),
                base.events(), base.control());
        return new NodeSettings(config, ShapingConfig.defaults());
    }

    private static SmtpConfig smtp(List<Endpoint> listen) {
        SmtpConfig base = SmtpConfig.defaults();
        return new SmtpConfig(listen, true, "demo", null, null, base.maxMessageSize(), base.maxRecipients(),
                base.maxTransactions(), base.maxConnections(), base.maxConnectionsPerAddress(), base.maxLine(),
                base.maxHeader(),
                base.maxErrors(), base.commandTimeout(), base.dataTimeout(), base.memory());
    }

    private static HttpConfig http(List<Endpoint> listen) {
        HttpConfig base = HttpConfig.defaults();
        return new HttpConfig(listen, null, true, base.maxMessageSize(), base.maxRequestSize(), base.maxRecipients(),
                base.maxBatch(), base.maxJobRows(), base.maxRow(), base.maxConnections(), base.idleTimeout(),
                base.requestRate(),
                base.idempotencyRetention(), base.idempotencyEntries(), base.memory(), base.maxOpenJobs(),
                base.jobIdle());
    }

    private static SpoolConfig spool(SpoolConfig base) {
        return new SpoolConfig(base.kind(), base.fileSize(), ByteSize.ofMiB(64), base.resumeAbove(), base.ringSlots(),
                base.ringBytes(),
                base.compactBelow());
    }

    private static QueueConfig queue(QueueConfig base) {
        return new QueueConfig(FIRST_RETRY, FIRST_RETRY.multipliedBy(4), base.jitter(), Duration.ofMinutes(5),
                base.maxRecipients(), base.memory(), base.resumeBelow(), base.whileRecovering(), base.seed());
    }

    private static DnsConfig dns(DnsConfig base, Endpoint server) {
        return new DnsConfig(List.of(server), base.timeout(), base.tries(), base.cacheEntries(), base.maxInFlight(),
                base.maxTtl(),
                base.maxNegativeTtl());
    }

    private static DeliveryConfig delivery(DeliveryConfig base, int port) {
        return new DeliveryConfig(port, base.tls(), "off", base.maxConnections(), base.maxRecipientsPerTransaction(),
                base.maxMessagesInFlight(), base.connectTimeout(), base.greetingTimeout(), base.commandTimeout(),
                base.mailTimeout(),
                base.rcptTimeout(),
                base.dataTimeout(), base.blockTimeout(), base.endTimeout(), base.idleTimeout(), base.threads());
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
