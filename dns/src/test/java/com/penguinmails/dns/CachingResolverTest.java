package com.penguinmails.dns;

import static com.penguinmails.dns.ResolverUnderTest.START;
import static com.penguinmails.dns.ResolverUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked, over which protocol, and what the answers are. */
final class CachingResolverTest {
    private final ZoneData zones = new ZoneData();
    private final ZoneServer server = ZoneServer.start(zones);
    private final ResolverUnderTest dns = ResolverUnderTest.on(server);
    private final CachingResolver resolver = dns.resolver;

    @AfterEach
    void close() {
        dns.close();
        server.close();
    }

    @Test
    void findsMailExchangersUntilTheirTtlEnds() {
        zones.mx("example.test", 10, "MX1.example.test").mx("example.test", 20, "mx2.example.test");
        DnsAnswer<MailExchanger> answer = dns.mx("example.test");
        assertThat(found(answer).expiry()).isEqualTo(START.plus(Duration.ofMinutes(5)));
        assertThat(found(answer).authenticated()).isFalse();
        assertThat(records(answer)).containsExactlyInAnyOrder(
                new MailExchanger(10, DomainName.of("mx1.example.test")),
                new MailExchanger(20, DomainName.of("mx2.example.test")));
    }

    @Test
    void findsAddressesOfTheFamilyAskedFor() {
        zones.address("a.test", "192.0.2.1").address("a.test", "2001:db8::1").address("a.test", "192.0.2.2");
        DomainName host = DomainName.of("a.test");
        assertThat(records(await(resolver.addresses(host, AddressFamily.IPV4)))).containsExactlyInAnyOrder(
                InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("192.0.2.2"));
        assertThat(records(await(resolver.addresses(host, AddressFamily.IPV6))))
                .containsExactly(InetAddress.ofLiteral("2001:db8::1"));
    }

    @Test
    void takesNoIpv4AddressMappedIntoIpv6() {
        zones.add("mapped.test", "AAAA", "::ffff:192.0.2.1");
        DnsAnswer<InetAddress> answer = await(
                resolver.addresses(DomainName.of("mapped.test"), AddressFamily.IPV6));
        assertThat(reason(answer)).isEqualTo("mapped.test AAAA: no record holds a usable value");
    }

    @Test
    void joinsTheStringsOfATextRecord() {
        String text = "v=DKIM1; p=" + "A".repeat(600);
        zones.txt("s._domainkey.example.test", text).add("latin.test", "TXT", "\"\\228\\246\"");
        assertThat(records(await(resolver.texts(DomainName.of("s._domainkey.example.test"))))).containsExactly(text);
        assertThat(records(await(resolver.texts(DomainName.of("latin.test"))))).containsExactly("äö");
    }

    @Test
    void findsTlsaRecordsAndWhetherTheServerVouchesForThem() {
        server.setAuthenticated(true);
        zones.add("_25._tcp.mx.test", "TLSA", "3 1 1 " + "AB".repeat(32));
        DnsAnswer<TlsaRecord> answer = await(resolver.tlsaRecords(DomainName.of("_25._tcp.mx.test")));
        assertThat(records(answer)).containsExactly(new TlsaRecord(3, 1, 1, "ab".repeat(32)));
        assertThat(records(answer).getFirst().associationOctets()).hasSize(32).containsOnly(0xab);
        assertThat(found(answer).authenticated()).isTrue();
    }

    @Test
    void findsTheNameOfAnAddress() {
        InetAddress address = InetAddress.ofLiteral("2001:db8::25");
        zones.ptr(address, "out.example.test");
        assertThat(records(await(resolver.pointers(DomainName.reverse(address)))))
                .containsExactly(DomainName.of("out.example.test"));
    }

    @Test
    void tellsNoDataFromNoSuchDomain() {
        zones.address("a.test", "192.0.2.1");
        assertThat(dns.mx("a.test")).isInstanceOf(DnsAnswer.NoData.class);
        assertThat(dns.mx("b.test")).isInstanceOf(DnsAnswer.NoSuchDomain.class);
    }

    @Test
    void comesByTcpForATruncatedReply() {
        IntStream.range(0, 100).forEach(i -> zones.mx("large.test", i, "mx" + i + ".a-rather-long-name.large.test"));
        assertThat(records(dns.mx("large.test"))).hasSize(100);
        assertThat(server.queries().overTcp()).isEqualTo(1);
        assertThat(resolver.statistics()).returns(2L, ResolverStatistics::queries).returns(1L,
                ResolverStatistics::tcpQueries);
    }

    @Test
    void asksAgainWithoutEdnsWhereItIsRefused() {
        zones.address("old.test", "192.0.2.1");
        server.faults().setAll(new DnsFault.NoEdns());
        assertThat(records(dns.ipv4("old.test"))).containsExactly("192.0.2.1");
        assertThat(server.queries().count("old.test", "A")).isEqualTo(2);
    }

    @Test
    void failsForNowWithTheWordsOfTheServer() {
        server.faults().setAll(DnsFault.servfail());
        assertThat(reason(dns.mx("a.test"))).isEqualTo(
                "no answer for a.test MX: 127.0.0.1:" + server.address().getPort() + " answered SERVFAIL");
        server.faults().setAll(DnsFault.refused());
        assertThat(reason(dns.mx("b.test"))).endsWith(" answered REFUSED");
        server.faults().setAll(new DnsFault.Garbage());
        assertThat(reason(dns.mx("c.test"))).endsWith(" sent a malformed reply");
        assertThat(server.queries().total()).as("a server that refuses is asked once").isEqualTo(3);
        assertThat(resolver.statistics()).returns(3L, ResolverStatistics::failures);
    }

    @Test
    void followsAliasesAndExpiresWithTheFirstOfThem() {
        zones.add("a.test. 300 IN CNAME b.test.\nb.test. 20 IN CNAME c.test.\nc.test. 600 IN A 192.0.2.1");
        DnsAnswer<String> answer = dns.ipv4("a.test");
        assertThat(records(answer)).containsExactly("192.0.2.1");
        assertThat(found(answer).expiry()).isEqualTo(START.plusSeconds(20));
        assertThat(server.queries().total()).isEqualTo(1);
    }

    @Test
    void answersForTheTargetOfAnAliasIfItHasNothing() {
        zones.cname("a.test", "none.test").cname("b.test", "host.test").address("host.test", "192.0.2.1");
        assertThat(dns.mx("a.test")).isInstanceOf(DnsAnswer.NoSuchDomain.class);
        assertThat(dns.mx("b.test")).isInstanceOf(DnsAnswer.NoData.class);
    }

    @Test
    void failsForNowIfAliasesGoRoundInACircle() {
        zones.cname("a.test", "b.test").cname("b.test", "c.test").cname("c.test", "a.test").cname("self.test",
                "self.test");
        assertThat(reason(dns.ipv4("a.test"))).isEqualTo("a.test A: its CNAME records go round in a circle");
        assertThat(reason(dns.ipv4("self.test"))).endsWith("go round in a circle");
    }

    @Test
    void failsWhatIsInFlightWhenItIsClosed() {
        server.faults().setAll(new DnsFault.Drop());
        var waiting = List.of(resolver.texts(DomainName.of("a.test")), resolver.texts(DomainName.of("b.test")));
        resolver.close();
        waiting.forEach(stage -> assertThat(reason(await(stage))).isEqualTo("the DNS resolver is closed"));
        assertThat(reason(dns.mx("c.test"))).isEqualTo("the DNS resolver is closed");
        assertThat(resolver.statistics()).returns(0, ResolverStatistics::inFlight);
    }

    @Test
    void canBeClosedAndAskedFromACallback() {
        zones.address("a.test", "192.0.2.1");
        DomainName name = DomainName.of("a.test");
        var chained = resolver.addresses(name, AddressFamily.IPV4).thenCompose(_ -> {
            resolver.close();
            return resolver.addresses(name, AddressFamily.IPV6);
        });
        assertThat(reason(await(chained))).isEqualTo("the DNS resolver is closed");
    }

    @Test
    void aCallerCannotCompleteTheLookUpOfAnother() {
        zones.address("a.test", "192.0.2.1");
        server.faults().setAll(new DnsFault.Delay(Duration.ofMillis(50)));
        DomainName name = DomainName.of("a.test");
        var first = resolver.addresses(name, AddressFamily.IPV4);
        var second = resolver.addresses(name, AddressFamily.IPV4);
        assertThat(first.toCompletableFuture().complete(new DnsAnswer.NoData<>(Instant.MAX))).isTrue();
        assertThat(records(await(second))).hasSize(1);
    }

    static <T> List<T> records(DnsAnswer<T> answer) {
        return found(answer).records();
    }

    private static <T> DnsAnswer.Found<T> found(DnsAnswer<T> answer) {
        return switch (answer) {
            case DnsAnswer.Found<T> found -> found;
            case DnsAnswer.NoData<T> _,DnsAnswer.NoSuchDomain<T> _,DnsAnswer.TemporaryFailure<T> _ ->
                throw new AssertionError("not found but " + answer);
        };
    }

    static String reason(DnsAnswer<?> answer) {
        assertThat(answer).isInstanceOf(DnsAnswer.TemporaryFailure.class);
        return answer instanceof DnsAnswer.TemporaryFailure<?>(String reason) ? reason : "";
    }
}
