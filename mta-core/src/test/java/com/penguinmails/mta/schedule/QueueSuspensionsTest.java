package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.PoolConfig;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.MailQueue.QueueSummary;
import com.penguinmails.mta.schedule.SimulatedNetwork.Sent;
import com.penguinmails.mta.shape.PoolOverride;
import com.penguinmails.mta.shape.PriorityOverride;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class QueueSuspensionsTest {
    private static final JobId JOB = new JobId(1, 1);
    private static final long FOR_EVER = StandingOrder.UNTIL_TAKEN_BACK;

    private final QueueRig.Setup setup = new QueueRig.Setup();

    private QueueRig twoSources() {
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"));
        return new QueueRig(setup);
    }

    private static MailSelector tenant(String tenant) {
        return new MailSelector(tenant, null, null, null, null, null, null);
    }

    private static MailSelector source(String source) {
        return new MailSelector(null, null, null, null, null, null, source);
    }

    private static MailSelector site(String site) {
        return new MailSelector(null, null, null, null, site, null, null);
    }

    private static Suspension suspension(QueueRig rig, MailSelector selector, Duration time) {
        long now = rig.clock.millis();
        return new Suspension("s1", selector, now, now + time.toMillis(), "spam run", "ops");
    }

    private static void suspend(QueueRig rig, MailSelector selector) {
        Suspension order = new Suspension("s1", selector, rig.clock.millis(), FOR_EVER, "spam run", "ops");
        var answer = rig.proxy.suspend(order).toCompletableFuture();
        rig.runUntil(answer::isDone);
        assertThat(answer.getNow(false)).isTrue();
    }

    private static void resume(QueueRig rig) {
        var answer = rig.proxy.resume("s1").toCompletableFuture();
        rig.runUntil(answer::isDone);
        assertThat(answer.getNow(false)).isTrue();
    }

    private static long sent(QueueRig rig, Predicate<Sent> which) {
        return rig.network.sent.stream().filter(which).count();
    }

    @Test
    void aSuspendedTenantWaitsWithReasonAndTimeAndIsReleasedAtThatInstant() {
        QueueRig rig = new QueueRig();
        var _ = rig.proxy.suspend(suspension(rig, tenant("acme"), Duration.ofMinutes(10)));
        rig.message("acme", "acme@one.example");
        rig.message("other", "other@one.example");
        rig.runFor(Duration.ofMinutes(1));

        assertThat(rig.network.sent).extracting(Sent::tenant).containsExactly("other");
        QueueSummary queue = Ask.now(rig, rig.proxy.queues(10)).getFirst();
        assertThat(queue.state()).isEqualTo("delayed");
        assertThat(queue.reason()).isEqualTo("suspended by ops (tenant acme): spam run");
        assertThat(queue.nextDueMillis() - rig.clock.millis()).isBetween(539_990L, 540_000L);
        assertThat(rig.spool.events(EventType.DELAYED)).hasSize(1);
        int questions = rig.questions.getOrDefault("one.example", 0);
        assertThat(questions).isEqualTo(1);

        rig.runToEnd();
        assertThat(Duration.ofNanos(rig.network.sent.getLast().nanos()).toMillis()).isBetween(600_000L, 600_010L);
        assertThat(Ask.now(rig, rig.proxy.orders())).isEmpty();
        assertThat(rig.spool.kept).isEmpty();
    }

    @Test
    void aSuspensionOfMailAsksNoDns() {
        QueueRig rig = new QueueRig();
        suspend(rig, tenant("acme"));

        rig.message("acme", "acme@one.example");
        rig.runFor(Duration.ofMinutes(1));

        assertThat(rig.questions).isEmpty();
        resume(rig);
        rig.runToEnd();
    }

    @Test
    void whatIsSuspendedWhileItIsSentStopsAtOnceAndGoesOnWhenResumed() {
        QueueRig rig = new QueueRig(setup.limits(5, 100, "100/s", null));
        rig.rows(JOB, "acme", "one.example", 2_000);
        rig.rows(JOB, "other", "one.example", 2_000);
        rig.runFor(Duration.ofSeconds(5));

        suspend(rig, tenant("acme"));
        long open = rig.network.transactionsOpen;
        long before = deliveredTo(rig, "acme");
        rig.runFor(Duration.ofSeconds(5));
        assertThat(deliveredTo(rig, "acme") - before).isLessThanOrEqualTo(open);
        long others = deliveredTo(rig, "other");
        rig.runFor(Duration.ofSeconds(5));
        assertThat(deliveredTo(rig, "other") - others).isBetween(490L, 510L);

        resume(rig);
        rig.runToEnd();
        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(4_000);
    }

    private static long deliveredTo(QueueRig rig, String tenant) {
        return rig.spool.events(EventType.DELIVERED).stream().filter(event -> event.labels().tenant().equals(tenant))
                .count();
    }

    @Test
    void mailPreparedForASuspendedTenantIsNotBegun() {
        QueueRig rig = new QueueRig();
        rig.mails.time = _ -> Duration.ofSeconds(10);
        rig.message("acme", "acme@one.example");
        rig.runFor(Duration.ofSeconds(5));
        assertThat(rig.mails.prepared).isEqualTo(1);

        suspend(rig, tenant("acme"));
        rig.runFor(Duration.ofSeconds(60));

        assertThat(rig.network.sent).isEmpty();
        resume(rig);
        rig.runToEnd();
    }

    @Test
    void aSuspendedSiteWaitsAndOthersDoNot() {
        QueueRig rig = twoSources();
        suspend(rig, site("mx.one.example"));
        rig.rows(JOB, "acme", "one.example", 10);
        rig.rows(JOB, "acme", "two.example", 10);
        rig.runFor(Duration.ofMinutes(1));

        assertThat(sent(rig, sent -> sent.site().equals("mx.one.example"))).isZero();
        assertThat(sent(rig, sent -> sent.site().equals("mx.two.example"))).isEqualTo(10);
        QueueSummary queue = Ask.now(rig, rig.proxy.queues(10)).getFirst();
        assertThat(queue.state() + " " + queue.reason())
                .isEqualTo("delayed suspended by ops (site mx.one.example): spam run");
        assertThat(rig.spool.events(EventType.DELAYED)).hasSize(1);

        resume(rig);
        rig.runToEnd();
    }

    @Test
    void mailThatASuspendedSiteHoldsGoesOnWhenItsDomainHasMoved() {
        QueueRig rig = new QueueRig();
        rig.dns = _ -> QueueRig.routed("mx.old.example", rig.clock.millis() + 60_000);
        suspend(rig, site("mx.old.example"));
        rig.rows(JOB, "acme", "one.example", 10);
        rig.runFor(Duration.ofMinutes(2));
        assertThat(rig.network.sent).isEmpty();

        rig.dns = _ -> QueueRig.routed("mx.new.example", rig.clock.millis() + 60_000);
        rig.message("other", "other@one.example");
        rig.runFor(Duration.ofMinutes(1));

        assertThat(sent(rig, sent -> sent.site().equals("mx.new.example"))).isEqualTo(11);
    }

    @Test
    void aSuspendedSourceLeavesItsMailToTheOthers() {
        QueueRig rig = twoSources();
        rig.rows(JOB, "acme", "one.example", 2_000);
        rig.network.transactionTime = Duration.ofMillis(100);
        rig.runUntil(() -> rig.network.sent.size() > 200);

        suspend(rig, source("a"));
        rig.network.sent.clear();
        rig.runToEnd();

        assertThat(sent(rig, sent -> sent.source().equals("a"))).isZero();
    }

    @Test
    void aTenantMayBeKeptFromOneSourceAlone() {
        QueueRig rig = twoSources();
        suspend(rig, new MailSelector("acme", null, null, null, null, null, "a"));
        for (int i = 0; i < 200; i++) {
            rig.message("acme", "acme@one.example");
            rig.message("other", "other@one.example");
        }
        rig.runToEnd();

        assertThat(sent(rig, sent -> sent.tenant().equals("acme") && sent.source().equals("a"))).isZero();
        assertThat(sent(rig, sent -> sent.tenant().equals("other") && sent.source().equals("a"))).isPositive();
    }

    @Test
    void aTenantKeptFromAllSourcesOfItsPoolWaitsForTheFirstThatIsFree() {
        QueueRig rig = twoSources();
        long now = rig.clock.millis();
        var _ = rig.proxy
                .suspend(new Suspension("one", new MailSelector("acme", null, null, null, null, null, "a"), now,
                        now + 60_000, "", "ops"));
        var _ = rig.proxy
                .suspend(new Suspension("two", new MailSelector("acme", null, null, null, null, null, "b"), now,
                        now + 90_000, "", "ops"));
        rig.message("acme", "acme@one.example");
        rig.runToEnd();

        assertThat(rig.network.sent).extracting(Sent::source).containsExactly("a");
        assertThat(rig.clock.millis() - now).isBetween(60_000L, 60_100L);
    }

    @Test
    void aSuspensionOfATenantAtASiteHoldsNothingElse() {
        QueueRig rig = new QueueRig();
        suspend(rig, new MailSelector("acme", null, null, null, "mx.one.example", null, null));
        rig.message("acme", "acme@one.example");
        rig.message("acme", "acme@two.example");
        rig.message("other", "other@one.example");
        rig.runFor(Duration.ofMinutes(1));

        assertThat(rig.network.sent).extracting(Sent::recipient).containsExactlyInAnyOrder("acme@two.example",
                "other@one.example");
        resume(rig);
        rig.runToEnd();
    }

    @Test
    void whatIsSuspendedStillExpires() {
        QueueRig rig = new QueueRig();
        suspend(rig, tenant("acme"));
        rig.message("acme", PriorityClass.BULK, 0, Duration.ofHours(1), "acme@one.example");
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.EXPIRED)).isEqualTo(1);
        assertThat(rig.clock.nanoTime()).isBetween(Duration.ofHours(1).toNanos(), Duration.ofMinutes(61).toNanos());
    }

    @Test
    void ordersHoldAfterARestartAndThoseThatEndedDoNot() {
        QueueRig rig = new QueueRig();
        suspend(rig, tenant("acme"));
        long now = rig.clock.millis();
        var _ = rig.proxy.give(new PoolOverride("p1", tenant("other"), "vip", now, now + 1_000, "", "ops"));
        var _ = rig.proxy.give(new PriorityOverride("q1", site("mx.one.example"), PriorityClass.TRANSACTIONAL, now,
                FOR_EVER, "vip", "ops"));
        rig.runFor(Duration.ofMillis(500));
        Map<String, String> kept = new HashMap<>(rig.spool.kept);
        List<StandingOrder> before = Ask.now(rig, rig.proxy.orders());

        QueueRig restarted = new QueueRig();
        kept.forEach((key, value) -> restarted.agent.restoreFact(key, value.getBytes(StandardCharsets.UTF_8)));
        assertThat(Ask.now(restarted, restarted.proxy.orders())).containsExactlyInAnyOrderElementsOf(before);
        restarted.message("acme", "acme@one.example");
        restarted.runFor(Duration.ofMinutes(1));

        assertThat(restarted.network.sent).isEmpty();
        assertThat(Ask.now(restarted, restarted.proxy.orders())).hasSize(2);
    }

    @Test
    void mailIsReroutedAtOnceAndGoesItsOldWayAfterwards() {
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"));
        setup.limits(5, 100, "10/s", null);
        setup.shaping = setup.shaping.withPools(Map.of("default", new PoolConfig(Map.of("a", 1), null), "vip",
                new PoolConfig(Map.of("b", 1), null)), List.of());
        QueueRig rig = new QueueRig(setup);
        rig.rows(JOB, "acme", "one.example", 1_000);
        rig.runFor(Duration.ofSeconds(5));
        assertThat(sent(rig, sent -> sent.source().equals("b"))).isZero();

        long now = rig.clock.millis();
        var _ = rig.proxy.give(new PoolOverride("p1", tenant("acme"), "vip", now, now + 10_000, "", "ops"));
        rig.work();
        rig.network.sent.clear();
        rig.runFor(Duration.ofSeconds(10));
        assertThat(sent(rig, sent -> sent.source().equals("a"))).isZero();
        assertThat(rig.network.sent.size()).isBetween(95, 105);

        rig.runFor(Duration.ofMillis(200));
        rig.network.sent.clear();
        rig.runFor(Duration.ofSeconds(5));
        assertThat(sent(rig, sent -> sent.source().equals("b"))).isZero();
    }

    @Test
    void aHigherPriorityHoldsForWhatIsQueued() {
        QueueRig rig = new QueueRig(setup.limits(1, 100, "10/s", null));
        rig.rows(JOB, "acme", "one.example", 1_000);
        rig.rows(JOB, "vip", "one.example", 1_000);
        rig.runFor(Duration.ofSeconds(5));

        var _ = rig.proxy
                .give(new PriorityOverride("q1", tenant("vip"), PriorityClass.TRANSACTIONAL, rig.clock.millis(),
                        FOR_EVER, "", "ops"));
        rig.work();
        long vip = deliveredTo(rig, "vip");
        long acme = deliveredTo(rig, "acme");
        rig.runFor(Duration.ofSeconds(30));

        assertThat(deliveredTo(rig, "vip") - vip).isGreaterThan(5 * (deliveredTo(rig, "acme") - acme));
        assertThat(deliveredTo(rig, "acme") - acme).isPositive();
    }
}
