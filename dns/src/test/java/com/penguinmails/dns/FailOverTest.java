package com.penguinmails.dns;

import static com.penguinmails.dns.CachingResolverTest.reason;
import static com.penguinmails.dns.CachingResolverTest.records;
import static com.penguinmails.dns.ResolverUnderTest.addresses;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several servers, of which some are silent, refuse, die and come back. */
final class FailOverTest {
    private final ZoneData zones = new ZoneData().add("*.test. 300 IN A 192.0.2.1");
    private final ZoneServer first = ZoneServer.start(zones);
    private final ZoneServer second = ZoneServer.start(zones);
    private final AtomicLong nanos = new AtomicLong();

    @AfterEach
    void close() {
        first.close();
        second.close();
    }

    @Test
    void asksTheFirstServerWhileItAnswers() {
        try (ResolverUnderTest dns = ResolverUnderTest.on(first, second)) {
            assertThat(records(dns.ipv4("a.test"))).hasSize(1);
            assertThat(dns.ipv4("a.a.test")).isInstanceOf(DnsAnswer.Found.class);
            assertThat(first.queries().total()).isEqualTo(2);
            assertThat(second.queries().total()).isZero();
        }
    }

    @Test
    void asksTheNextIfAServerRefusesOrSendsGarbage() {
        first.faults().set("a.test", DnsFault.refused());
        first.faults().set("b.test", DnsFault.servfail());
        first.faults().set("c.test", new DnsFault.Garbage());
        try (ResolverUnderTest dns = ResolverUnderTest.on(first, second)) {
            assertThat(records(dns.ipv4("a.test"))).hasSize(1);
            assertThat(records(dns.ipv4("b.test"))).hasSize(1);
            assertThat(records(dns.ipv4("c.test"))).hasSize(1);
            assertThat(first.queries().total()).as("it speaks, so it stays the first").isEqualTo(3);
        }
    }

    @Test
    void asksTheNextIfAServerIsSilent() {
        first.faults().setAll(new DnsFault.Drop());
        try (ResolverUnderTest dns = ResolverUnderTest.with(FailOverTest::patient, addresses(first, second))) {
            assertThat(records(dns.ipv4("a.test"))).hasSize(1);
            assertThat(dns.resolver.statistics().unanswered()).isPositive();
        }
    }

    @Test
    void saysWhichServerSaidWhat() {
        first.faults().setAll(new DnsFault.Drop());
        second.faults().setAll(DnsFault.servfail());
        try (ResolverUnderTest dns = ResolverUnderTest.with(ResolverUnderTest::hasty, addresses(first, second))) {
            assertThat(reason(dns.ipv4("a.test"))).startsWith("no answer for a.test A: ")
                    .contains("127.0.0.1:" + first.address().getPort() + " did not answer within 100 ms")
                    .contains("127.0.0.1:" + second.address().getPort() + " ");
        }
    }

    @Test
    void saysThatNobodyListens() throws SocketException {
        InetSocketAddress nobody;
        try (DatagramSocket unused = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
            nobody = (InetSocketAddress) unused.getLocalSocketAddress();
        }
        try (ResolverUnderTest dns = ResolverUnderTest.with(UnaryOperator.identity(), List.of(nobody))) {
            assertThat(reason(dns.ipv4("a.test"))).endsWith(":" + nobody.getPort() + " is unreachable");
        }
    }

    @Test
    void onlyTheFirstQueryPaysForASilentServerAndItsReturnIsNoticed() {
        first.faults().setAll(new DnsFault.Drop());
        try (ResolverUnderTest dns = ResolverUnderTest.with(FailOverTest::shortTries, addresses(first, second),
                nanos::get)) {
            CompletionStage<?> a = dns.resolver.addresses(DomainName.of("a.test"), AddressFamily.IPV4);
            letTimeOut("a.test", 1);
            assertThat(ResolverUnderTest.await(a)).isInstanceOf(DnsAnswer.Found.class);
            assertThat(records(dns.ipv4("b.test"))).hasSize(1);
            assertThat(first.queries().count("b.test", "A")).as("the silent server is passed over").isZero();

            pass(Duration.ofSeconds(1));
            assertThat(records(dns.ipv4("c.test"))).hasSize(1);
            Awaitility.await("a probe").until(() -> first.queries().count("c.test", "A") == 1);
            assertThat(second.queries().count("c.test", "A")).as("which nobody waited for").isEqualTo(1);

            first.faults().clearAll();
            pass(Duration.ofSeconds(1));
            AtomicLong names = new AtomicLong();
            Awaitility.await("the first server is the first again").until(() -> {
                String name = "d" + names.incrementAndGet() + ".test";
                return records(dns.ipv4(name)).size() == 1 && second.queries().count(name, "A") == 0;
            });
        }
    }

    @Test
    void theOnlyServerIsAskedAgainAtOnceWhenItReturns() {
        first.faults().setAll(new DnsFault.Drop());
        try (ResolverUnderTest dns = ResolverUnderTest.with(FailOverTest::shortTries, addresses(first), nanos::get)) {
            CompletionStage<? extends DnsAnswer<?>> a = dns.resolver.addresses(DomainName.of("a.test"),
                    AddressFamily.IPV4);
            letTimeOut("a.test", 1);
            letTimeOut("a.test", 2);
            assertThat(reason(ResolverUnderTest.await(a))).endsWith(" did not answer within 100 ms");
            first.faults().clearAll();
            assertThat(reason(dns.ipv4("a.test"))).as("kept for a short time").contains("did not answer");
            assertThat(records(dns.ipv4("b.test"))).hasSize(1);
            assertThat(records(dns.ipv4("a.test"))).as("forgotten with its reason").hasSize(1);
        }
    }

    /** Waits for the query to reach the first server, then for the time of its try to be over. */
    private void letTimeOut(String name, int queries) {
        Awaitility.await().until(() -> first.queries().count(name, "A") == queries);
        pass(Duration.ofMillis(100));
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    private static ResolverSettings shortTries(ResolverSettings settings) {
        QuerySettings query = settings.query();
        return new ResolverSettings(new QuerySettings(query.servers(), Duration.ofMillis(100), 2, 1232, 100),
                settings.cache());
    }

    private static ResolverSettings patient(ResolverSettings settings) {
        QuerySettings query = settings.query();
        return new ResolverSettings(new QuerySettings(query.servers(), Duration.ofMillis(500), 10, 1232, 100),
                settings.cache());
    }
}
