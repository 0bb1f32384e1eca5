package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.penguinmails.mta.config.PoolConfig;
import com.penguinmails.mta.config.PoolRuleConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.Sticky;
import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.schedule.MailQueue.QueueSummary;
import com.penguinmails.mta.schedule.SimulatedNetwork.Sent;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueuePoolsTest {
    private static final JobId JOB = new JobId(1, 1);

    private final QueueRig.Setup setup = new QueueRig.Setup();

    private QueueRig rig(Map<String, Integer> weights, @Nullable Sticky sticky) {
        setup.sources = weights.keySet().stream().sorted().map(QueueRig::source).toList();
        setup.shaping = setup.shaping.withPools(Map.of("default", new PoolConfig(weights, sticky)), List.of());
        return new QueueRig(setup);
    }

    private static PoolRuleConfig rule(@Nullable String tenant, @Nullable PriorityClass priority, String pool) {
        return new PoolRuleConfig(tenant, null, null, null, null, priority, pool);
    }

    private static double share(QueueRig rig, String source) {
        return (double) sent(rig, sent -> sent.source().equals(source)) / rig.network.sent.size();
    }

    private static long sent(QueueRig rig, Predicate<Sent> which) {
        return rig.network.sent.stream().filter(which).count();
    }

    private static Predicate<ConnectionRequest> from(String source) {
        return request -> request.source().name().equals(source);
    }

    @Test
    void mailToManySitesIsSharedByWeight() {
        QueueRig rig = rig(Map.of("a", 3, "b", 1), null);

        for (int domain = 0; domain < 10_000; domain++) {
            rig.message("t", "t@d" + domain + ".example");
        }
        rig.runToEnd();

        assertThat(share(rig, "a")).isEqualTo(0.75, within(0.01));
    }

    @Test
    void aBacklogForOneSiteIsSharedByWeight() {
        QueueRig rig = rig(Map.of("a", 3, "b", 1), null);
        rig.network.transactionTime = Duration.ofMillis(50);

        rig.rows(JOB, "acme", "one.example", 10_000);
        rig.runToEnd();

        assertThat(share(rig, "a")).isEqualTo(0.75, within(0.02));
    }

    @Test
    void mailThatTricklesIsSharedByWeight() {
        QueueRig rig = rig(Map.of("a", 3, "b", 1), null);
        rig.rows(JOB, "acme", "one.example", 400);
        rig.runToEnd();
        rig.network.sent.clear();

        for (int i = 0; i < 4_000; i++) {
            rig.message("t", "t@one.example");
            rig.runFor(Duration.ofMillis(100));
        }

        assertThat(share(rig, "a")).isEqualTo(0.75, within(0.03));
    }

    @Test
    void nothingWaitsForASourceThatReachesNobodyAnyMore() {
        QueueRig rig = rig(Map.of("a", 1, "b", 1), null);
        setup.limits(5, 10, null, null);
        rig.network.transactionTime = Duration.ofMillis(20);
        for (int domain = 0; domain < 20; domain++) {
            rig.rows(new JobId(1, domain), "acme", "d" + domain + ".example", 200);
        }
        rig.runUntil(() -> rig.network.sent.size() > 1_000);

        rig.network.openFailure = request -> from("a").test(request) ? SimulatedNetwork.unreachable() : null;
        for (int domain = 20; domain < 40; domain++) {
            rig.rows(new JobId(1, domain), "acme", "d" + domain + ".example", 50);
        }
        long before = rig.clock.millis();
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.DEFERRED)).isZero();
        assertThat(rig.clock.millis() - before).isLessThan(60_000);
        long triedInVain = rig.network.opened.size();
        for (int domain = 40; domain < 60; domain++) {
            rig.message("t", "t@d" + domain + ".example");
        }
        rig.runToEnd();
        assertThat(rig.network.opened.subList((int) triedInVain, rig.network.opened.size())).noneMatch(from("a"));
    }

    @Test
    void aSourceThatReachedNobodyIsTriedAgainWithOneConnectionAndComesBack() {
        QueueRig rig = rig(Map.of("a", 1, "b", 1), null);
        rig.network.openFailure = request -> from("a").test(request) ? SimulatedNetwork.unreachable() : null;
        for (int domain = 0; domain < 40; domain++) {
            rig.message("t", "t@d" + domain + ".example");
        }
        rig.runToEnd();
        rig.runFor(Duration.ofMinutes(10));

        int tried = rig.network.opened.size();
        rig.network.openFailure = _ -> null;
        for (int domain = 100; domain < 200; domain++) {
            rig.message("t", "t@d" + domain + ".example");
        }
        rig.runToEnd();

        List<ConnectionRequest> later = rig.network.opened.subList(tried, rig.network.opened.size());
        assertThat(later.stream().filter(from("a")).count()).isPositive();
        rig.network.sent.clear();
        for (int domain = 300; domain < 400; domain++) {
            rig.message("t", "t@d" + domain + ".example");
        }
        rig.runToEnd();
        assertThat(share(rig, "a")).isEqualTo(0.5, within(0.1));
    }

    @Test
    void aSourceWhoseAddressCannotBeBoundHoldsNoMailOfTheOthers() {
        QueueRig rig = rig(Map.of("a", 1, "b", 1), null);
        rig.network.failureScope = FailureScope.SOURCE;
        rig.network.openFailure = request -> from("a").test(request) ? SimulatedNetwork.unreachable() : null;

        for (int domain = 0; domain < 100; domain++) {
            rig.message("t", "t@d" + domain + ".example");
        }
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.DEFERRED)).isZero();
        assertThat(rig.clock.nanoTime()).isLessThan(Duration.ofSeconds(5).toNanos());
        assertThat(share(rig, "b")).isEqualTo(1);
    }

    @Test
    void mailWaitsAndSaysSoWhenTheOnlySourceCannotBeUsed() {
        QueueRig rig = rig(Map.of("a", 1), null);
        rig.network.failureScope = FailureScope.SOURCE;
        rig.network.openFailure = _ -> SimulatedNetwork.unreachable();
        rig.message("t", "t@one.example");
        rig.message("t", "t@two.example");
        rig.runFor(Duration.ofSeconds(30));

        QueueSummary queue = Ask.now(rig, rig.proxy.queues(10)).getFirst();
        assertThat(queue.state()).isEqualTo("delayed");
        assertThat(queue.nextDueMillis() - rig.clock.millis()).isBetween(29_000L, 30_100L);
        assertThat(rig.spool.total(EventType.DEFERRED)).isZero();
        assertThat(rig.network.opened).hasSizeLessThanOrEqualTo(2);

        rig.network.openFailure = _ -> null;
        rig.runToEnd();
        assertThat(rig.clock.nanoTime()).isLessThan(Duration.ofSeconds(62).toNanos());
    }

    @Test
    void aDeadSiteCostsOneProbeWhileItsSourceReachesOthers() {
        QueueRig rig = rig(Map.of("a", 1, "b", 1), null);
        rig.network.openFailure = request -> request.site().equals("mx.dead.example")
                ? SimulatedNetwork.unreachable()
                : null;
        rig.network.openTime = Duration.ofMillis(100);
        for (int domain = 0; domain < 50; domain++) {
            rig.message("t", "t@d" + domain + ".example");
        }
        rig.rows(JOB, "acme", "dead.example", 50);
        rig.runFor(Duration.ofMinutes(3));

        assertThat(rig.network.opened.stream().filter(request -> request.site().equals("mx.dead.example"))).hasSize(1);
        assertThat(rig.spool.total(EventType.DEFERRED)).isEqualTo(50);
    }

    @Test
    void aTenantKeepsItsSourceFailsOverToOneOtherAndComesBack() {
        QueueRig rig = rig(Map.of("a", 1, "b", 1, "c", 1), Sticky.TENANT);
        sendOfEachTenant(rig, "before");
        Map<String, Set<String>> before = sourcesByTenant(rig);
        assertThat(before.values()).allSatisfy(sources -> assertThat(sources).hasSize(1));
        assertThat(new HashSet<>(before.values())).hasSize(3);

        rig.network.sent.clear();
        rig.network.failureScope = FailureScope.SOURCE;
        rig.network.openFailure = request -> from("a").test(request) ? SimulatedNetwork.unreachable() : null;
        rig.runFor(Duration.ofMinutes(1));
        sendOfEachTenant(rig, "meanwhile");
        Map<String, Set<String>> meanwhile = sourcesByTenant(rig);
        Set<Set<String>> standIns = new HashSet<>();
        before.forEach((tenant, sources) -> {
            if (sources.equals(Set.of("a"))) {
                assertThat(meanwhile.get(tenant)).hasSize(1).doesNotContain("a");
                standIns.add(meanwhile.get(tenant));
            } else {
                assertThat(meanwhile.get(tenant)).isEqualTo(sources);
            }
        });
        assertThat(standIns).hasSize(2);

        rig.network.openFailure = _ -> null;
        rig.runFor(Duration.ofHours(1));
        sendOfEachTenant(rig, "probe");
        rig.runFor(Duration.ofMinutes(1));
        rig.network.sent.clear();
        sendOfEachTenant(rig, "after");
        assertThat(sourcesByTenant(rig)).isEqualTo(before);
    }

    private static void sendOfEachTenant(QueueRig rig, String name) {
        for (int tenant = 0; tenant < 30; tenant++) {
            for (int domain = 0; domain < 4; domain++) {
                rig.message("t" + tenant, "t" + tenant + "@" + name + domain + ".example");
            }
        }
        rig.runToEnd();
    }

    private static Map<String, Set<String>> sourcesByTenant(QueueRig rig) {
        Map<String, Set<String>> sources = new HashMap<>();
        rig.network.sent
                .forEach(sent -> sources.computeIfAbsent(sent.tenant(), _ -> new HashSet<>()).add(sent.source()));
        return sources;
    }

    @Test
    void theFirstRuleThatMatchesNamesThePoolAndTheOthersUseTheDefault() {
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"), QueueRig.source("c"));
        setup.shaping = setup.shaping.withPools(
                Map.of("default", new PoolConfig(Map.of("a", 1), null), "vip", new PoolConfig(Map.of("b", 1), null),
                        "fast", new PoolConfig(Map.of("c", 1), null)),
                List.of(rule("acme", null, "vip"), rule(null, PriorityClass.TRANSACTIONAL, "fast")));
        QueueRig rig = new QueueRig(setup);

        rig.message("acme", PriorityClass.TRANSACTIONAL, 0, Duration.ofDays(1), "acme@one.example");
        rig.message("other", PriorityClass.TRANSACTIONAL, 0, Duration.ofDays(1), "other@one.example");
        rig.message("third", "third@one.example");
        rig.runToEnd();

        assertThat(rig.network.sent).extracting(sent -> sent.tenant() + " " + sent.source())
                .containsExactlyInAnyOrder("acme b", "other c", "third a");
    }

    @Test
    void aReloadMovesWhatWaitsToItsNewPool() {
        setup.limits(20, 100, "1/h", null);
        QueueRig rig = rig(Map.of("a", 1, "b", 1), null);
        rig.rows(JOB, "acme", "one.example", 100);
        rig.rows(JOB, "other", "one.example", 100);
        rig.runFor(Duration.ofSeconds(10));
        rig.network.sent.clear();

        ShapingConfig changed = new QueueRig.Setup().shaping.withPools(
                Map.of("default", new PoolConfig(Map.of("a", 1), null), "vip", new PoolConfig(Map.of("b", 1), null)),
                List.of(rule("acme", null, "vip")));
        assertThat(Ask.now(rig, rig.proxy.reload(changed))).isTrue();
        rig.runToEnd();

        assertThat(sent(rig, sent -> sent.source().equals("b"))).isEqualTo(delivered(rig, "acme"));
        assertThat(rig.network.sent).hasSizeGreaterThanOrEqualTo(190);
    }

    private static long delivered(QueueRig rig, String tenant) {
        return rig.spool.events(EventType.DELIVERED).stream().filter(event -> event.labels().tenant().equals(tenant))
                .count() - 1;
    }

    @Test
    void poolsOfOneSiteShareASourceWithoutStarvingEachOther() {
        setup.limits(1, 100, "10/s", null);
        setup.sources = List.of(QueueRig.source("a"));
        setup.shaping = setup.shaping.withPools(
                Map.of("default", new PoolConfig(Map.of("a", 1), null), "other", new PoolConfig(Map.of("a", 1), null)),
                List.of(rule("acme", null, "other")));
        QueueRig rig = new QueueRig(setup);
        rig.rows(JOB, "acme", "one.example", 500);
        rig.rows(JOB, "zeta", "one.example", 500);
        rig.runFor(Duration.ofSeconds(20));

        long acme = rig.spool.events(EventType.DELIVERED).stream()
                .filter(event -> event.labels().tenant().equals("acme"))
                .count();
        assertThat(acme).isBetween(98L, 102L);
        rig.message("zeta", PriorityClass.TRANSACTIONAL, 0, Duration.ofDays(1), "now@one.example");
        long before = rig.clock.millis();
        rig.runUntil(() -> rig.network.sent.stream().anyMatch(sent -> sent.recipient().equals("now@one.example")));
        assertThat(rig.clock.millis() - before).isLessThan(500);
    }
}
