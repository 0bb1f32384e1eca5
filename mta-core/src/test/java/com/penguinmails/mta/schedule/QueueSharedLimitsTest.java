package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.MailQueue.QueueSummary;
import com.penguinmails.mta.schedule.SimulatedNetwork.Sent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Limits that several paths, sources or queues share. Mail of tenant {@code t} for site {@code s} goes to the domain
 * {@code t.s.test}; the sites {@code g0}, {@code g1} … belong to the provider {@code g}.
 */
class QueueSharedLimitsTest {
    private static final String PROVIDER = """
            [providers.g]
            mx_suffix = ["g.net"]
            """;

    private final QueueRig.Setup setup = new QueueRig.Setup();
    private int jobs;

    private QueueRig rig(String toml, String... sources) {
        setup.shaping(PROVIDER + toml);
        if (sources.length > 0) {
            setup.sources = Arrays.stream(sources).map(QueueRig::source).toList();
        }
        QueueRig rig = new QueueRig(setup);
        rig.dns = domain -> {
            String site = domain.split("\\.", -1)[1];
            return QueueRig.routed("mx." + site + (site.startsWith("g") ? ".g.net" : ".test"), Long.MAX_VALUE);
        };
        return rig;
    }

    private void mail(QueueRig rig, String tenant, String site, int count) {
        rig.rows(new JobId(1, ++jobs), tenant, tenant + "." + site + ".test", count);
    }

    private static String tenant(Sent sent) {
        String domain = sent.recipient().substring(sent.recipient().indexOf('@') + 1);
        return domain.substring(0, domain.indexOf('.'));
    }

    private static List<Sent> sent(QueueRig rig, Predicate<Sent> which) {
        return rig.network.sent.stream().filter(which).toList();
    }

    /** Never above the rate in any window, and at least 99 % of it from the first one on. */
    private static void assertRate(QueueRig rig, String text, int seconds, List<Sent> sent) {
        Rate rate = Rate.parse(text);
        List<Long> times = sent.stream().map(Sent::nanos).toList();
        long period = rate.per().toNanos();
        long burst = Math.max(1, rate.count() * 100_000_000 / period);
        for (int parts = 1; parts <= 16; parts *= 2) {
            assertThat((long) Windows.most(times, period / parts)).as("in 1/%s of the period", parts)
                    .isLessThanOrEqualTo(burst + Math.ceilDiv(rate.count(), parts));
        }
        double expected = (double) rate.count() * TimeUnit.SECONDS.toNanos(seconds) / period;
        assertThat((double) times.size()).isBetween(Math.floor(expected * 0.99), expected + burst);
        assertThat(rig.spool.finals()).as("work waits").isLessThan(rig.spool.accepted());
    }

    @ParameterizedTest
    @ValueSource(strings = {"[[limits]]\nname = \"slow\"",
            "[[limits]]\nname = \"slow\"\nper = [\"tenant\", \"source\"]", "[any_path]"})
    void aLimitThatLetsOneMessageGoOpensAConnectionOrTwoForItAndNotHundreds(String limit) {
        QueueRig rig = rig(limit + "\nrate = \"1/min\"\n");
        mail(rig, "t", "one", 5_000);

        rig.runFor(Duration.ofSeconds(19 * 60 + 30));

        assertThat(rig.network.sent).hasSize(20);
        assertThat(rig.network.opened).hasSizeLessThanOrEqualTo(40);
    }

    @Test
    void aProvidersRateIsSharedByItsSitesInTurnAndByAllSources() {
        QueueRig rig = rig("""
                [[limits]]
                name = "g"
                provider = "g"
                rate = "40/s"
                """, "a", "b");
        for (int site = 0; site < 8; site++) {
            mail(rig, "t", "g" + site, site == 0 ? 20_000 : 500);
        }
        mail(rig, "t", "other", 2_000);

        rig.runFor(Duration.ofSeconds(30));

        List<Sent> atProvider = sent(rig, sent -> sent.site().endsWith("g.net"));
        assertRate(rig, "40/s", 30, atProvider);
        Map<String, Integer> bySite = new HashMap<>();
        atProvider.forEach(sent -> bySite.merge(sent.site(), 1, Integer::sum));
        assertThat(bySite.values()).hasSize(8).allSatisfy(count -> assertThat(count).isBetween(140, 160));
        assertThat(sent(rig, sent -> sent.site().equals("mx.other.test"))).hasSize(2_000);
    }

    @Test
    void eachSourceHasItsOwnRateAtEachProviderWhereThatIsCountedApart() {
        QueueRig rig = rig("""
                [[limits]]
                name = "each"
                per = ["provider", "source"]
                rate = "10/s"
                """, "a", "b", "c");
        mail(rig, "t", "g0", 5_000);
        mail(rig, "t", "g1", 5_000);
        mail(rig, "t", "other", 5_000);

        rig.runFor(Duration.ofSeconds(20));

        for (String source : List.of("a", "b", "c")) {
            assertRate(rig, "10/s", 20, sent(rig,
                    sent -> sent.source().equals(source) && sent.site().endsWith("g.net")));
        }
        assertThat(sent(rig, sent -> sent.site().equals("mx.other.test"))).hasSize(5_000);
    }

    @Test
    void aTenantsRateFromOneSourceLetsItsMailGoOnFromTheOthersAndHoldsNobodyElseUp() {
        QueueRig rig = rig("""
                [[limits]]
                name = "t-from-a"
                tenant = "t"
                source = "a"
                rate = "5/s"
                """, "a", "b");
        rig.network.transactionTime = Duration.ofMillis(20);
        mail(rig, "t", "s", 30_000);
        mail(rig, "u", "s", 30_000);

        rig.runFor(Duration.ofSeconds(20));

        assertRate(rig, "5/s", 20, sent(rig, sent -> tenant(sent).equals("t") && sent.source().equals("a")));
        assertThat(sent(rig, sent -> tenant(sent).equals("t") && sent.source().equals("b"))).hasSizeGreaterThan(5_000);
        assertThat(sent(rig, sent -> tenant(sent).equals("u"))).hasSizeGreaterThan(20_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant, source", "sender_domain, source", "domain, source", "tenant, provider",
            "domain, site", "campaign, source", "tenant, domain"})
    void anyPairIsCountedApart(String pair) {
        String per = "\"" + pair.replace(", ", "\", \"") + "\"";
        QueueRig rig = rig("""
                [[limits]]
                name = "pair"
                per = [%s]
                rate = "8/s"
                """.formatted(per), "a", "b");
        for (String tenant : List.of("t", "u", "v")) {
            mail(rig, tenant, "g0", 3_000);
            mail(rig, tenant, "g1", 3_000);
        }

        rig.runFor(Duration.ofSeconds(15));

        Map<String, List<Sent>> counters = new HashMap<>();
        rig.network.sent
                .forEach(sent -> counters.computeIfAbsent(counter(pair, sent), _ -> new ArrayList<>()).add(sent));
        int expected = switch (pair) {
            case "tenant, source", "campaign, source", "tenant, domain", "domain, site" -> 6;
            case "domain, source" -> 12;
            case "tenant, provider" -> 3;
            default -> 2;
        };
        assertThat(counters).hasSize(expected);
        counters.values().forEach(sent -> assertRate(rig, "8/s", 15, sent));
    }

    private static String counter(String pair, Sent sent) {
        String domain = sent.recipient().substring(sent.recipient().indexOf('@'));
        return switch (pair) {
            case "tenant, source", "campaign, source" -> tenant(sent) + sent.source();
            case "sender_domain, source" -> sent.source();
            case "domain, source" -> domain + sent.source();
            case "tenant, provider" -> tenant(sent);
            default -> domain;
        };
    }

    @ParameterizedTest
    @CsvSource({"1/s,30", "10/s,20", "100/s,10", "1000/s,5", "5000/s,3"})
    void tenLimitsThatOverlapAllHoldAndTheTightestIsUsed(String rate, int seconds) {
        QueueRig rig = rig(overlapping(rate), "a");
        for (int site = 0; site < 3; site++) {
            mail(rig, "t", "g" + site, 20_000);
            mail(rig, "u", "g" + site, 20_000);
        }

        rig.runFor(Duration.ofSeconds(seconds));

        assertRate(rig, rate, seconds, rig.network.sent);
    }

    private static String overlapping(String rate) {
        StringBuilder toml = new StringBuilder();
        List<String> rules = List.of("", "provider = \"g\"", "source = \"a\"", "provider = \"g\"\nsource = \"a\"",
                "per = [\"campaign\"]\ntenant = \"none\"", "per = [\"sender_domain\"]", "sender_domain = \"\"",
                "per = [\"sender_domain\", \"source\"]", "per = [\"provider\", \"sender_domain\"]",
                "per = [\"source\"]");
        IntStream.range(0, rules.size())
                .forEach(i -> toml.append("[[limits]]\nname = \"l").append(i).append("\"\nrate = \"")
                        .append(rate).append("\"\n").append(rules.get(i)).append('\n'));
        return toml.toString();
    }

    @ParameterizedTest
    @CsvSource({"10/s,3/s", "10/s,7/s", "20/s,1/s", "100/s,13/s", "50/s,45/s"})
    void ofTwoRatesUnderContentionTheTighterIsUsedUpToo(String all, String one) {
        QueueRig rig = rig("""
                [[limits]]
                name = "all"
                tenant = "t"
                rate = "%s"
                [[limits]]
                name = "one"
                domain = "t.s0.test"
                rate = "%s"
                """.formatted(all, one));
        for (int site = 0; site < 2; site++) {
            mail(rig, "t", "s" + site, 20_000);
        }

        rig.runFor(Duration.ofSeconds(60));

        assertRate(rig, all, 60, rig.network.sent);
        Rate tight = Rate.parse(one);
        double share = Math.min((double) tight.count(), Rate.parse(all).count() / 2.0);
        long used = sent(rig, sent -> sent.site().equals("mx.s0.test")).size();
        assertThat((double) used).isGreaterThanOrEqualTo(0.99 * 60 * share - 1);
        assertThat(used).isLessThanOrEqualTo(60 * tight.count() + 1 + tight.count() / 10);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tenant = \"t\"", "provider = \"g\"", "source = \"a\"", "tenant = \"t\"\nsource = \"a\"",
            "tenant = \"t\"\nprovider = \"g\""})
    void aByteRateHoldsAndExceedsItByOneMailAtMost(String match) {
        QueueRig rig = rig("""
                [[limits]]
                name = "bytes"
                bytes = "100KiB/s"
                """ + match);
        rig.mails.octets = 15_000;
        rig.mails.time = _ -> Duration.ofMillis(3);
        mail(rig, "t", "g0", 2_000);
        mail(rig, "t", "g1", 2_000);

        rig.runFor(Duration.ofSeconds(30));

        List<Long> times = rig.network.sent.stream().map(Sent::nanos).toList();
        double perSecond = 100.0 * 1024 / 15_000;
        assertThat((double) Windows.most(times, TimeUnit.SECONDS.toNanos(1)))
                .isLessThanOrEqualTo(perSecond * 1.1 + 1 + 1);
        assertThat((double) times.size()).isBetween(perSecond * 30 * 0.99, perSecond * 30.1 + 1);
    }

    @Test
    void thePathsOwnByteRateHolds() {
        setup.shaping("[any_path]\nbytes = \"1MiB/min\"\n");
        QueueRig rig = new QueueRig(setup);
        rig.mails.octets = 5_000;
        rig.rows(new JobId(1, 1), "t", "one.example", 5_000);

        rig.runFor(Duration.ofMinutes(5));

        double expected = 5.0 * (1 << 20) / 5_000;
        assertThat((double) rig.network.sent.size()).isBetween(expected * 0.99, expected + 2);
    }

    @Test
    void connectionsOfAProviderAreSharedByItsSitesAndNoneStarves() {
        QueueRig rig = rig("""
                [[limits]]
                name = "g"
                provider = "g"
                connections = 3
                messages_per_connection = 10
                """, "a", "b");
        rig.network.transactionTime = Duration.ofMillis(20);
        for (int site = 0; site < 6; site++) {
            mail(rig, "t", "g" + site, 300);
        }

        rig.runUntil(() -> {
            assertThat(open(rig, "g.net")).isLessThanOrEqualTo(3);
            return rig.network.sent.size() >= 600;
        });

        Set<String> served = new HashSet<>();
        rig.network.sent.forEach(sent -> served.add(sent.site()));
        assertThat(served).hasSize(6);
        assertThat(rig.network.opened).allSatisfy(request -> assertThat(request.maxMessages()).isEqualTo(10));
        rig.runToEnd();
    }

    @Test
    void aSourcesConnectionRateHoldsOverAllSites() {
        QueueRig rig = rig("""
                [[limits]]
                name = "each"
                per = ["source"]
                connection_rate = "5/s"
                messages_per_connection = 2
                """, "a", "b");
        for (int site = 0; site < 6; site++) {
            mail(rig, "t", "s" + site, 2_000);
        }

        rig.runFor(Duration.ofSeconds(20));

        for (String source : List.of("a", "b")) {
            List<Long> times = rig.network.openedNanos.entrySet().stream()
                    .filter(entry -> entry.getKey().source().name().equals(source)).map(Map.Entry::getValue).sorted()
                    .toList();
            assertThat(Windows.most(times, TimeUnit.SECONDS.toNanos(1))).isLessThanOrEqualTo(6);
            assertThat(times.size()).isBetween(98, 101);
        }
    }

    @Test
    void aTenantsMailIsOnNoMoreConnectionsThanItMayAndOthersUseTheRest() {
        QueueRig rig = rig("""
                [[limits]]
                name = "t"
                tenant = "t"
                connections = 2
                """);
        rig.network.transactionTime = Duration.ofMillis(50);
        mail(rig, "t", "s0", 2_000);
        mail(rig, "t", "s1", 2_000);
        mail(rig, "u", "s0", 2_000);

        rig.runUntil(() -> {
            assertThat(openWith(rig, "t")).isLessThanOrEqualTo(2);
            return rig.network.sent.size() >= 3_000;
        });

        assertThat(sent(rig, sent -> tenant(sent).equals("u"))).hasSize(2_000);
        Set<String> sites = new HashSet<>();
        sent(rig, sent -> tenant(sent).equals("t")).forEach(sent -> sites.add(sent.site()));
        assertThat(sites).hasSize(2);
        rig.runToEnd();
    }

    @ParameterizedTest
    @CsvSource({"1,a", "1,a b", "4,a", "4,a b c", "40,a b"})
    void theConnectionsThatATenantMayHaveAreKeptBusy(int queues, String sources) {
        QueueRig rig = rig("""
                [any_path]
                connections = 3
                [[limits]]
                name = "t"
                per = ["tenant", "site"]
                connections = 2
                """, sources.split(" ", -1));
        rig.network.transactionTime = Duration.ofMillis(50);
        for (int queue = 0; queue < queues; queue++) {
            rig.rows(new JobId(1, ++jobs), "t", "d" + queue + ".s0.test", 4_000 / queues);
        }

        rig.runFor(Duration.ofSeconds(60));

        assertThat(rig.network.sent.size()).as("of 40 a second").isGreaterThan(2_200);
    }

    @Test
    void transactionalMailOfATenantWithFewConnectionsStaysAheadOfItsBulkMailAndNoneIsOpenedInVain() {
        QueueRig rig = rig("""
                [[limits]]
                name = "t"
                tenant = "t"
                connections = 2
                """);
        rig.network.transactionTime = Duration.ofMillis(50);
        for (int queue = 0; queue < 40; queue++) {
            rig.rows(new JobId(1, ++jobs), "t", "d" + queue + ".s0.test", 100);
        }
        rig.runFor(Duration.ofSeconds(20));
        int opened = rig.network.opened.size();

        long before = rig.network.sent.size();
        rig.message("t", PriorityClass.TRANSACTIONAL, 0, Duration.ofDays(1), "now@d7.s0.test");
        rig.runUntil(() -> sent(rig, sent -> sent.recipient().startsWith("now@")).size() == 1);
        assertThat(rig.network.sent.size() - before).isLessThanOrEqualTo(6);

        rig.runFor(Duration.ofSeconds(20));
        assertThat(rig.network.opened.size() - opened).as("of 100 messages each").isLessThanOrEqualTo(30);
    }

    @Test
    void tenantsWhoseMailIsOnTheSameConnectionsShareThem() {
        QueueRig rig = rig("""
                [any_path]
                connections = 6
                [[limits]]
                name = "each"
                per = ["tenant"]
                connections = 2
                """);
        rig.network.transactionTime = Duration.ofMillis(50);
        List<String> tenants = List.of("t", "u", "v", "w", "x", "y");
        tenants.forEach(tenant -> mail(rig, tenant, "s0", 10_000));

        rig.runFor(Duration.ofMinutes(2));

        Map<String, Integer> byTenant = new HashMap<>();
        rig.network.sent.forEach(sent -> byTenant.merge(tenant(sent), 1, Integer::sum));
        assertThat(byTenant.keySet()).containsExactlyInAnyOrderElementsOf(tenants);
        assertThat(rig.network.sent.size()).as("of 120 a second").isGreaterThan(12_000);
        assertThat(byTenant.values()).allSatisfy(count -> assertThat(count).isGreaterThan(1_000));
    }

    /** One connection counts for its tenant alone and another for its domain alone: neither may take it, and none tries for ever. */
    @Test
    void mailThatNeedsAConnectionOfTwoLimitsWaitsUntilOneEnds() {
        QueueRig rig = rig("""
                [[limits]]
                name = "tenant"
                per = ["tenant"]
                connections = 1
                [[limits]]
                name = "domain"
                per = ["domain"]
                connections = 1
                """);
        rig.network.transactionTime = Duration.ofMillis(50);
        rig.rows(new JobId(1, ++jobs), "t", "d1.s0.test", 500);
        rig.rows(new JobId(1, ++jobs), "u", "d0.s0.test", 500);
        rig.runFor(Duration.ofSeconds(1));
        rig.rows(new JobId(1, ++jobs), "t", "d0.s0.test", 10);

        rig.runToEnd();

        assertThat(rig.network.sent).hasSize(1_010);
    }

    @Test
    void aTenantsConnectionsFromOneSourceAreLimitedThereAlone() {
        QueueRig rig = rig("""
                [[limits]]
                name = "t-from-a"
                tenant = "t"
                source = "a"
                connections = 1
                connection_rate = "30/min"
                messages_per_connection = 20
                """, "a", "b");
        rig.network.transactionTime = Duration.ofMillis(20);
        mail(rig, "t", "s", 3_000);

        rig.runUntil(() -> {
            assertThat(open(rig, "", "a", "t")).isLessThanOrEqualTo(1);
            return rig.network.sent.size() >= 2_500;
        });

        Map<Long, Integer> perConnection = new HashMap<>();
        sent(rig, sent -> sent.source().equals("a"))
                .forEach(sent -> perConnection.merge(sent.connection(), 1, Integer::sum));
        assertThat(perConnection).isNotEmpty();
        assertThat(perConnection.values()).allSatisfy(count -> assertThat(count).isLessThanOrEqualTo(20));
        assertThat(sent(rig, sent -> sent.source().equals("b"))).hasSizeGreaterThan(1_500);
        rig.runToEnd();
    }

    @Test
    void transactionalMailOfALimitedTenantStaysAheadOfItsBulkMail() {
        QueueRig rig = rig("""
                [[limits]]
                name = "t"
                tenant = "t"
                rate = "10/s"
                """);
        mail(rig, "t", "s", 5_000);
        rig.runFor(Duration.ofSeconds(5));

        long before = rig.network.sent.size();
        rig.message("t", PriorityClass.TRANSACTIONAL, 0, Duration.ofDays(1), "now@t.s.test");
        rig.runUntil(() -> sent(rig, sent -> sent.recipient().startsWith("now@")).size() == 1);

        assertThat(rig.network.sent.size() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void whatEveryLimitHoldsSaysWhichAndUntilWhen() {
        QueueRig rig = rig("""
                [[limits]]
                name = "slow"
                per = ["tenant", "source"]
                rate = "1/min"
                """);
        mail(rig, "t", "s", 5);
        rig.runFor(Duration.ofSeconds(20));

        QueueSummary queue = Ask.now(rig, rig.proxy.queues(10)).getFirst();
        assertThat(queue.state()).isEqualTo("delayed");
        assertThat(queue.reason()).isEqualTo("message rate limit of 1/min (slow[t, a])");
        assertThat(queue.nextDueMillis() - rig.clock.millis()).isBetween(39_000L, 41_000L);
        assertThat(rig.spool.events(EventType.DELAYED)).isNotEmpty();
    }

    @Test
    void aReloadKeepsWhatACounterHasGathered() {
        QueueRig rig = rig("""
                [[limits]]
                name = "t"
                per = ["tenant"]
                rate = "1/h"
                """);
        mail(rig, "t", "s", 100);
        rig.runFor(Duration.ofMinutes(10));
        assertThat(rig.network.sent).hasSize(1);

        assertThat(Ask.now(rig, rig.proxy.reload(setup.shaping))).isTrue();
        rig.runFor(Duration.ofMinutes(40));
        assertThat(rig.network.sent).hasSize(1);

        setup.shaping("[[limits]]\nname = \"t\"\nper = [\"tenant\"]\nrate = \"60/h\"\n");
        assertThat(Ask.now(rig, rig.proxy.reload(setup.shaping))).isTrue();
        rig.runFor(Duration.ofMinutes(10));
        assertThat(rig.network.sent.size()).isBetween(10, 12);
    }

    @Test
    void manyQueuesThatASourceIsRefusedAreLookedAtOnceAndNotForEveryMail() {
        QueueRig rig = rig("""
                [[limits]]
                name = "each"
                per = ["tenant", "source"]
                rate = "20/s"
                """, "a", "b");
        for (int tenant = 0; tenant < 200; tenant++) {
            mail(rig, "t" + tenant, "s", 200);
        }

        rig.runFor(Duration.ofSeconds(3));

        Map<String, Integer> byTenant = new HashMap<>();
        rig.network.sent.forEach(sent -> byTenant.merge(tenant(sent), 1, Integer::sum));
        assertThat(byTenant).hasSize(200);
        assertThat(byTenant.values()).allSatisfy(count -> assertThat(count).isBetween(110, 130));
    }

    private static long open(QueueRig rig, String siteEnd) {
        return rig.network.open.values().stream().filter(request -> request.site().endsWith(siteEnd)).count();
    }

    private static long openWith(QueueRig rig, String tenant) {
        return open(rig, "", "", tenant);
    }

    private static long open(QueueRig rig, String siteEnd, String source, String tenant) {
        return rig.network.open.values().stream()
                .filter(request -> request.site().endsWith(siteEnd) && request.source().name().endsWith(source))
                .filter(request -> rig.network.senders.getOrDefault(request.id(), Set.of()).stream()
                        .anyMatch(address -> address.contains("@" + tenant + ".")))
                .count();
    }

    /** One connection counts for the one limit and one for the other, so that neither may take it before one of them ends. */
    @Test
    void mailForWhichNoConnectionCountsForEveryLimitIsNotHandedToAndFroAndSoonHasOne() {
        QueueRig rig = rig("""
                [[limits]]
                name = "tenant"
                tenant = "t"
                connections = 1
                [[limits]]
                name = "domain"
                domain = "d.s.test"
                connections = 1
                """);
        rig.network.transactionTime = Duration.ofMillis(500);
        rig.message("t", "1@e.s.test");
        rig.message("t", "2@e.s.test");
        rig.runFor(Duration.ofMillis(10));
        rig.message("u", "3@d.s.test");
        rig.runFor(Duration.ofMillis(10));
        assertThat(rig.network.opened).hasSize(2);

        rig.message("t", "4@d.s.test");
        rig.runFor(Duration.ofSeconds(2));

        assertThat(rig.network.sent.stream().map(Sent::recipient)).containsExactly("1@e.s.test", "3@d.s.test",
                "2@e.s.test", "4@d.s.test");
    }

    /** One idle connection counts for the limit on connections and has no token left at its source; the other does not count. */
    @Test
    void mailThatALimitHoldsAtTheSourceOfTheConnectionThatCountsIsNotSentRoundBetweenTwo() {
        QueueRig rig = rig("""
                [any_path]
                connections = 1
                [[limits]]
                name = "tenant"
                tenant = "t"
                connections = 1
                [[limits]]
                name = "each"
                tenant = "t"
                per = ["source"]
                rate = "1/s"
                """, "a", "b");
        rig.network.transactionTime = Duration.ofMillis(100);
        rig.message("t", "1@e.s.test");
        rig.runFor(Duration.ofMillis(10));
        rig.message("u", "2@f.s.test");
        rig.message("u", "3@f.s.test");
        rig.runFor(Duration.ofMillis(300));
        assertThat(rig.network.opened).hasSize(2);

        mail(rig, "t", "s", 3);
        rig.runFor(Duration.ofSeconds(4));

        List<Sent> ofTenant = sent(rig, sent -> !sent.recipient().endsWith("@f.s.test"));
        assertThat(ofTenant).hasSize(4);
        assertThat(ofTenant.stream().map(Sent::connection).distinct()).as("connections").hasSize(1);
    }
}
