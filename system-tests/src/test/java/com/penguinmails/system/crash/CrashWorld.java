package com.penguinmails.system.crash;

import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ExactDeliveryCounts;
import com.penguinmails.testkit.smtp.Keep;
import com.penguinmails.testkit.smtp.ReceiverBuilder;
import com.penguinmails.testkit.smtp.ReceiverStats;
import com.penguinmails.testkit.smtp.Script;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the node sends into, and what may die: a name server for {@code d0.test} to {@code d9.test}, a receiver with CHUNKING for the
 * even ones and one without for the odd ones. What they have counted outlives them. For one thread.
 */
final class CrashWorld implements AutoCloseable {
    private static final int DOMAINS = 10;
    private static final String WITH_CHUNKING = "127.0.0.1";
    private static final String WITHOUT = "127.0.0.2";

    private final ExactDeliveryCounts deliveries;
    private final ZoneData zones = new ZoneData();
    private final InetSocketAddress dnsAddress;
    private final int port;
    private ZoneServer dns;
    private ScriptedReceiver chunking;
    private ScriptedReceiver plain;
    private Script script = Script.WELL_KNOWN;
    private long connectionsBefore;

    CrashWorld(ExactDeliveryCounts deliveries) {
        this.deliveries = deliveries;
        for (int i = 0; i < DOMAINS; i++) {
            zones.mx("d" + i + ".test", 10, "mx" + i + ".test")
                    .address("mx" + i + ".test", i % 2 == 0 ? WITH_CHUNKING : WITHOUT);
        }
        dns = ZoneServer.start(zones);
        dnsAddress = dns.address();
        chunking = receiver(WITH_CHUNKING, 0).start();
        port = chunking.port();
        plain = receiver(WITHOUT, port).without(Capability.CHUNKING).start();
    }

    private ReceiverBuilder receiver(String address, int port) {
        return ScriptedReceiver.builder().listen(new InetSocketAddress(address, port)).keep(new Keep.Counts())
                .countDeliveries(deliveries).script(script).without(Capability.STARTTLS);
    }

    /** Receivers behave so too from now on. */
    void addRules(List<String> rules) {
        var all = new ArrayList<>(script.rules());
        all.addAll(Script.of(rules.toArray(String[]::new)).rules());
        run(new Script(all, true));
    }

    /** Receivers behave as ever from now on. */
    void behave() {
        run(Script.WELL_KNOWN);
    }

    private void run(Script next) {
        script = next;
        chunking.run(next);
        plain.run(next);
    }

    /** All connections are lost, and new ones are refused. */
    void killReceivers() {
        chunking.close();
        plain.close();
    }

    void startReceivers() {
        connectionsBefore = connections();
        chunking = receiver(WITH_CHUNKING, port).start();
        plain = receiver(WITHOUT, port).without(Capability.CHUNKING).start();
    }

    void killDns() {
        dns.close();
    }

    void startDns() {
        dns = ZoneServer.start(zones, dnsAddress);
    }

    /** How many connections there have been in all. */
    long connections() {
        ReceiverStats first = chunking.stats();
        ReceiverStats second = plain.stats();
        return connectionsBefore + first.connections() + second.connections();
    }

    /** How many are open. */
    long openConnections() {
        return chunking.stats().openConnections() + plain.stats().openConnections();
    }

    void writeConfig(Path directory, int messagesInFlight) throws IOException {
        Files.writeString(directory.resolve("node.toml"), """
                name = "node.test"
                data_directory = "data"
                [smtp]
                listen = ["127.0.0.1:0"]
                [http]
                listen = ["127.0.0.1:0"]
                [admin]
                listen = ["127.0.0.1:0"]
                [spool]
                file_size = "16MiB"
                reserve = "8MiB"
                [queue]
                first_retry = "1s"
                max_retry = "1s"
                expiry = "1h"
                [dns]
                servers = ["127.0.0.1:%d"]
                timeout = "500ms"
                [delivery]
                port = %d
                ipv6 = "off"
                idle_timeout = "1s"
                end_timeout = "3s"
                max_messages_in_flight = %d
                """.formatted(dnsAddress.getPort(), port, messagesInFlight));
        Files.writeString(directory.resolve("shaping.toml"), "[any_path]\nconnections = 4\n");
    }

    @Override
    public void close() {
        chunking.close();
        plain.close();
        dns.close();
    }
}
