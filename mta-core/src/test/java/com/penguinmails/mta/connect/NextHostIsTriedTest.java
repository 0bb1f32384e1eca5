package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.brief;
import static com.penguinmails.mta.connect.Deliveries.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.outcome.Failure;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which host and which address is spoken to. */
class NextHostIsTriedTest {

    private static RemoteHost host(String name, int port) {
        return new RemoteHost(name, port, 10);
    }

    /** A port on which nobody listens now. */
    private static int closedPort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    @Test
    void firstMxRefusesTheConnection() throws IOException {
        try (var second = ScriptedReceiver.start(); var client = new SendingClient()) {
            client.host("mx1.example", "127.0.0.1").host("mx2.example", "127.0.0.1");

            var sent = client.send(List.of(host("mx1.example", closedPort()), host("mx2.example", second.port())),
                    mail("a@example.org"));

            assertThat(brief(sent.outcome())).isEqualTo("delivered 2.0.0");
            assertThat(sent.outcome().status().remoteMta()).isEqualTo("mx2.example[127.0.0.1]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect -> 554 go away", "connect -> 421 busy", "connect -> 450 later", "connect -> drop",
            "connect -> garbage", "helo -> 550 5.7.1 not you", "helo -> 421 busy", "helo -> drop"})
    void firstMxRefusesTheSession(String rule) {
        try (var first = ScriptedReceiver.builder().rules(rule).start();
                var second = ScriptedReceiver.start();
                var client = new SendingClient()) {
            var sent = client.send(List.of(host("127.0.0.1", first.port()), host("127.0.0.1", second.port())),
                    mail("a@example.org"));

            assertThat(brief(sent.outcome())).isEqualTo("delivered 2.0.0");
            assertThat(first.stats().connections()).isEqualTo(1);
        }
    }

    @Test
    void everyAddressOfAHostIsTriedBeforeTheNextHost() {
        try (var receiver = ScriptedReceiver.builder().listen("127.0.7.2").start();
                var never = ScriptedReceiver.builder().listen("127.0.7.3").start();
                var client = new SendingClient()) {
            client.host("mx1.example", "127.0.7.1", "127.0.7.2").host("mx2.example", "127.0.7.3");

            var sent = client.send(List.of(host("mx1.example", receiver.port()), host("mx2.example", never.port())),
                    mail("a@example.org"));

            assertThat(sent.remoteMta()).isEqualTo("mx1.example[127.0.7.2]");
            assertThat(never.stats().connections()).isZero();
        }
    }

    @Test
    void whenAllRefuseTheLastWordsAreKeptAndNobodyBounces() throws IOException {
        try (var first = ScriptedReceiver.builder().rules("connect -> 554 5.7.1 go away").start();
                var client = new SendingClient()) {
            client.host("mx3.example", new Failure.NoAddress("mx3.example"));

            var sent = client.send(
                    List.of(host("127.0.0.1", first.port()), host("127.0.0.1", closedPort()), host("mx3.example", 25)),
                    mail("a@example.org"));

            assertThat(brief(sent.failure())).isEqualTo("deferred 4.7.1");
            assertThat(sent.failure().status().diagnostic()).contains("554").contains("go away");
            assertThat(sent.scope()).isEqualTo(FailureScope.HOST);
            assertThat(client.count(Counter.OUTBOUND_SESSIONS_FAILED)).isEqualTo(1);
            assertThat(client.count(Counter.OUTBOUND_SESSIONS)).isZero();
        }
    }

    @Test
    void hostsWithoutAnyAddressBounce() {
        try (var client = new SendingClient()) {
            client.host("mx1.example", new Failure.NoAddress("mx1.example"));

            assertThat(brief(client.send(List.of(host("mx1.example", 25)), mail("a@example.org")).failure()))
                    .isEqualTo("bounced 5.4.4");
        }
    }

    @Test
    void aFailedLookUpDefers() {
        try (var client = new SendingClient()) {
            client.host("mx1.example", new Failure.NoAddress("mx1.example")).host("mx2.example",
                    new Failure.LookupFailed("SERVFAIL"));

            var sent = client.send(List.of(host("mx2.example", 25), host("mx1.example", 25)), mail("a@example.org"));

            assertThat(brief(sent.failure())).isEqualTo("deferred 4.4.3");
        }
    }

    @Test
    void portZeroIsNeverConnected() {
        try (var client = new SendingClient()) {
            assertThat(brief(client.send(0, mail("a@example.org")).failure())).isEqualTo("deferred 4.4.1");
        }
    }

    @Test
    void leavesFromTheAddressOfItsSource() {
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient()) {
            var address = (Inet4Address) InetAddress.ofLiteral("127.0.7.9");
            client.from(new LocalEndpoint("s9", address, null, "nine.example"));

            assertThat(brief(client.send(receiver.port(), mail("a@example.org")).outcome()))
                    .isEqualTo("delivered 2.0.0");

            var connection = receiver.messages().getFirst().connection();
            assertThat(connection.peer().getAddress()).isEqualTo(address);
            assertThat(connection.helo()).isEqualTo("nine.example");
        }
    }

    @Test
    void aSourceWithoutIpv6TriesNoIpv6Address() {
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient()) {
            client.from(
                    new LocalEndpoint("s4", (Inet4Address) InetAddress.ofLiteral("127.0.0.1"), null, "four.example"));
            client.host("six.example", "::1");

            var sent = client.send(List.of(host("six.example", receiver.port())), mail("a@example.org"));

            assertThat(brief(sent.failure())).isEqualTo("deferred 4.4.4");
        }
    }

    @Test
    void aSourceThatIsNotOfThisMachineStopsAtOnce() {
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient()) {
            client.from(
                    new LocalEndpoint("far", (Inet4Address) InetAddress.ofLiteral("192.0.2.1"), null, "far.example"));

            var sent = client.send(List.of(host("127.0.0.1", receiver.port()), host("127.0.0.1", receiver.port())),
                    mail("a@example.org"));

            assertThat(brief(sent.failure())).isEqualTo("deferred 4.3.5");
            assertThat(receiver.stats().connections()).isZero();
        }
    }

    @Test
    void triesTwentyAddressesAndNoMore() {
        try (var server = new LineServer(peer -> peer.say("421 busy\r\n")); var client = new SendingClient()) {
            var hosts = IntStream.range(0, 30).mapToObj(_ -> host("127.0.0.1", server.port())).toList();

            Outcome failure = client.send(hosts, mail("a@example.org")).failure();

            assertThat(brief(failure)).isEqualTo("deferred 4.3.2");
            assertThat(server.connections()).isEqualTo(ConnectionAttempt.MAX_ADDRESSES);
        }
    }

    @Test
    void moreConnectionsThanTheNodeMayHaveWait() {
        DeliveryConfig d = Deliveries.config();
        var none = new DeliveryConfig(d.port(), d.tls(), d.ipv6(), 0, 1, 20, d.connectTimeout(), d.greetingTimeout(),
                d.commandTimeout(),
                d.mailTimeout(), d.rcptTimeout(), d.dataTimeout(), d.blockTimeout(), d.endTimeout(), d.idleTimeout(),
                1);
        try (var client = new SendingClient(none)) {
            var sent = client.send(25, mail("a@example.org"));

            assertThat(brief(sent.failure())).isEqualTo("deferred 4.3.2");
            assertThat(sent.scope()).isEqualTo(FailureScope.SESSION);
        }
    }

    @Test
    void everyPlaceIsGivenBack() {
        try (var refusing = ScriptedReceiver.builder().rules("connect -> 554 no").start();
                var receiver = ScriptedReceiver.start();
                var client = new SendingClient()) {
            Object _ = client.send(refusing.port(), mail("a@example.org"));
            Object _ = client.send(receiver.port(), mail("a@example.org"));

            assertThat(client.connector().connections()).isZero();
        }
    }
}
