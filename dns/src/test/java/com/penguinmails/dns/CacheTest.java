package com.penguinmails.dns;

import static com.penguinmails.dns.CachingResolverTest.reason;
import static com.penguinmails.dns.CachingResolverTest.records;
import static com.penguinmails.dns.ResolverUnderTest.CACHE;
import static com.penguinmails.dns.ResolverUnderTest.START;
import static com.penguinmails.dns.ResolverUnderTest.addresses;
import static com.penguinmails.dns.ResolverUnderTest.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is kept, for how long, and that a question is in flight once. */
final class CacheTest {
    private final ZoneData zones = new ZoneData();
    private final ZoneServer server = ZoneServer.start(zones);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void keepsRecordsForTheirTtlToTheInstant() {
        zones.add("a.test. 30 IN MX 10 mx.test.\na.test. 30 IN MX 20 mx2.test.");
        try (ResolverUnderTest dns = ResolverUnderTest.on(server)) {
            DnsAnswer<MailExchanger> first = dns.mx("a.test");
            dns.pass(Duration.ofSeconds(30).minusNanos(1));
            assertThat(dns.mx("A.test")).isEqualTo(first);
            assertThat(server.queries().total()).isEqualTo(1);
            dns.pass(Duration.ofNanos(1));
            assertThat(records(dns.mx("a.test"))).hasSize(2);
            assertThat(server.queries().total()).isEqualTo(2);
            assertThat(dns.resolver.statistics()).returns(1L, ResolverStatistics::hits)
                    .returns(3L, ResolverStatistics::lookUps).returns(2L, ResolverStatistics::queries);
        }
    }

    @Test
    void keepsNegativeAnswersForTheSmallerOfSoaTtlAndMinimum() {
        zones.add("minimum.test. 3600 IN SOA ns.test. h.test. 1 3600 600 86400 30");
        zones.add("ttl.test. 20 IN SOA ns.test. h.test. 1 3600 600 86400 900");
        zones.address("host.minimum.test", "192.0.2.1");
        try (ResolverUnderTest dns = ResolverUnderTest.on(server)) {
            assertThat(dns.mx("none.minimum.test")).isEqualTo(new DnsAnswer.NoSuchDomain<>(START.plusSeconds(30)));
            assertThat(dns.mx("host.minimum.test")).isEqualTo(new DnsAnswer.NoData<>(START.plusSeconds(30)));
            assertThat(dns.mx("none.ttl.test")).isEqualTo(new DnsAnswer.NoSuchDomain<>(START.plusSeconds(20)));
            dns.pass(Duration.ofSeconds(29));
            assertThat(dns.mx("none.minimum.test")).isInstanceOf(DnsAnswer.NoSuchDomain.class);
            assertThat(server.queries().total()).isEqualTo(3);
            zones.mx("none.minimum.test", 10, "mx.test");
            dns.pass(Duration.ofSeconds(1));
            assertThat(records(dns.mx("none.minimum.test"))).hasSize(1);
        }
    }

    @Test
    void keepsNoNegativeAnswerWithoutSoa() {
        zones.remove(".", "SOA").address("a.test", "192.0.2.1");
        try (ResolverUnderTest dns = ResolverUnderTest.on(server)) {
            assertThat(dns.mx("a.test")).isEqualTo(new DnsAnswer.NoData<>(START));
            assertThat(dns.mx("a.test")).isEqualTo(new DnsAnswer.NoData<>(START));
            assertThat(dns.mx("b.test")).isEqualTo(new DnsAnswer.NoSuchDomain<>(START));
            assertThat(server.queries().total()).isEqualTo(3);
        }
    }

    @Test
    void holdsTtlsWithinItsCaps() {
        zones.add("short.test. 1 IN MX 10 mx.test.\nlong.test. 604800 IN MX 10 mx.test.");
        zones.add("neg.test. 86400 IN SOA ns.test. h.test. 1 3600 600 86400 86400");
        CacheSettings caps = new CacheSettings(10, Duration.ofSeconds(60), Duration.ofMinutes(10),
                Duration.ofMinutes(2),
                Duration.ZERO);
        try (ResolverUnderTest dns = with(caps)) {
            assertThat(expiry(dns.mx("short.test"))).isEqualTo(START.plusSeconds(60));
            assertThat(expiry(dns.mx("long.test"))).isEqualTo(START.plusSeconds(600));
            assertThat(dns.mx("x.neg.test")).isEqualTo(new DnsAnswer.NoSuchDomain<>(START.plusSeconds(120)));
        }
    }

    @Test
    void keepsAFailureForSecondsOnly() {
        zones.mx("a.test", 10, "mx.test");
        server.faults().set("a.test", DnsFault.servfail(), 1);
        try (ResolverUnderTest dns = ResolverUnderTest.on(server)) {
            String reason = reason(dns.mx("a.test"));
            dns.pass(Duration.ofSeconds(2));
            assertThat(reason(dns.mx("a.test"))).isEqualTo(reason);
            dns.pass(Duration.ofSeconds(1));
            assertThat(records(dns.mx("a.test"))).hasSize(1);
        }
    }

    @Test
    void dropsTheLeastRecentlyUsedAnswerWhenItIsFull() {
        IntStream.range(0, 10).forEach(i -> zones.mx("d" + i + ".test", 10, "mx.test"));
        CacheSettings three = new CacheSettings(3, Duration.ZERO, Duration.ofDays(1), Duration.ofHours(1),
                Duration.ZERO);
        try (ResolverUnderTest dns = with(three)) {
            List.of("d0.test", "d1.test", "d2.test", "d0.test", "d3.test")
                    .forEach(domain -> assertThat(records(dns.mx(domain))).hasSize(1));
            assertThat(dns.resolver.statistics()).returns(3, ResolverStatistics::cacheEntries)
                    .returns(4L, ResolverStatistics::queries);
            List.of("d0.test", "d2.test", "d3.test").forEach(domain -> assertThat(records(dns.mx(domain))).hasSize(1));
            assertThat(dns.resolver.statistics()).returns(4L, ResolverStatistics::queries);
            assertThat(records(dns.mx("d1.test"))).hasSize(1);
            assertThat(dns.resolver.statistics()).returns(5L, ResolverStatistics::queries);
        }
    }

    @Test
    void usesAHugeReplyButDoesNotKeepIt() {
        IntStream.range(0, 50).forEach(i -> zones.txt("huge.test", i + "x".repeat(200)));
        try (ResolverUnderTest dns = ResolverUnderTest.on(server)) {
            assertThat(records(await(dns.resolver.texts(DomainName.of("huge.test"))))).hasSize(50);
            assertThat(dns.resolver.statistics()).returns(0, ResolverStatistics::cacheEntries);
        }
    }

    @Test
    void asksOnceForAThousandWhoWantToKnow() throws Exception {
        zones.mx("a.test", 10, "mx.test");
        server.faults().setAll(new DnsFault.Delay(Duration.ofMillis(200)));
        try (ResolverUnderTest dns = ResolverUnderTest.on(server);
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<DnsAnswer<MailExchanger>>> asked = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                asked.add(callers.submit(() -> dns.mx("a.test")));
            }
            for (Future<DnsAnswer<MailExchanger>> answer : asked) {
                assertThat(records(answer.get())).hasSize(1);
            }
            assertThat(server.queries().count("a.test", "MX")).isEqualTo(1);
            ResolverStatistics statistics = dns.resolver.statistics();
            assertThat(statistics.hits() + statistics.joined()).isEqualTo(999);
        }
    }

    @Test
    void failsForNowWhatIsOverTheNumberInFlight() {
        server.faults().setAll(new DnsFault.Drop());
        try (ResolverUnderTest dns = ResolverUnderTest.with(settings -> inFlight(settings, 2), addresses(server))) {
            CompletionStage<DnsAnswer<String>> first = dns.resolver.texts(DomainName.of("a.test"));
            CompletionStage<DnsAnswer<String>> second = dns.resolver.texts(DomainName.of("b.test"));
            assertThat(reason(dns.mx("c.test")))
                    .isEqualTo("too many DNS queries in flight (2) to ask for c.test MX");
            assertThat(dns.resolver.statistics()).returns(1L, ResolverStatistics::refused)
                    .returns(2, ResolverStatistics::inFlight).returns(0, ResolverStatistics::cacheEntries);
            assertThat(CompletableFuture.anyOf(first.toCompletableFuture(), second.toCompletableFuture())).isNotDone();
        }
    }

    @Test
    void answersManyAtOnceAndFreesAllSockets() {
        IntStream.range(0, 3000).forEach(i -> zones.mx("d" + i + ".test", 10, "mx" + i + ".test"));
        try (ResolverUnderTest dns = ResolverUnderTest.with(settings -> inFlight(settings, 500), addresses(server))) {
            for (int start = 0; start < 3000; start += 500) {
                List<CompletionStage<DnsAnswer<MailExchanger>>> batch = IntStream.range(start, start + 500)
                        .mapToObj(i -> dns.resolver.mailExchangers(DomainName.of("d" + i + ".test"))).toList();
                for (int i = 0; i < 500; i++) {
                    DomainName host = DomainName.of("mx" + (start + i) + ".test");
                    assertThat(records(await(batch.get(i)))).containsExactly(new MailExchanger(10, host));
                }
            }
            Awaitility.await().until(() -> dns.resolver.statistics().inFlight() == 0);
            assertThat(dns.resolver.statistics()).returns(1000, ResolverStatistics::cacheEntries);
        }
    }

    private ResolverUnderTest with(CacheSettings cache) {
        return ResolverUnderTest.with(settings -> new ResolverSettings(settings.query(), cache), addresses(server));
    }

    private static ResolverSettings inFlight(ResolverSettings settings, int maxInFlight) {
        QuerySettings query = settings.query();
        return new ResolverSettings(new QuerySettings(query.servers(), Duration.ofSeconds(5), 5,
                query.ednsPayloadSize(), maxInFlight), CACHE);
    }

    private static Instant expiry(DnsAnswer<?> answer) {
        return answer instanceof DnsAnswer.Found<?> found ? found.expiry() : Instant.MIN;
    }
}
