package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.schedule.MailQueue.QueueSummary;
import com.penguinmails.mta.schedule.SimulatedNetwork.Sent;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueueLimitsTest {
    private static final JobId JOB = new JobId(1, 1);

    @ParameterizedTest
    @CsvSource({"5/s,1,30", "50/s,5,30", "90/min,1,300", "700/s,70,5"})
    void aPathRateIsNeverExceededAndHardlyMissed(String rate, int burst, int seconds) {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(20, 100, rate, null));

        rig.rows(JOB, "acme", "one.example", 6_000);
        rig.runFor(Duration.ofSeconds(seconds));

        assertRate(Rate.parse(rate), burst, seconds, rig.network.sent);
    }

    @Test
    void aTenantRateHoldsOverAllDomainsAndConcernsNoOtherTenant() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().shaping("""
                [[limits]]
                name = "acme"
                tenant = "acme"
                rate = "20/s"
                """));

        for (int domain = 0; domain < 10; domain++) {
            rig.rows(JOB, "acme", "d" + domain + ".example", 100);
            rig.rows(new JobId(2, 2), "other", "d" + domain + ".example", 100);
        }
        rig.runFor(Duration.ofSeconds(20));

        int others = (int) rig.spool.events(EventType.DELIVERED).stream()
                .filter(event -> event.labels().tenant().equals("other")).count();
        assertThat(others).isEqualTo(1_000);
        List<Long> times = rig.spool.events(EventType.DELIVERED).stream()
                .filter(event -> event.labels().tenant().equals("acme"))
                .map(event -> TimeUnit.MILLISECONDS.toNanos(event.epochMillis())).toList();
        assertThat(times.size()).isBetween(395, 402);
        assertThat(Windows.most(times, TimeUnit.SECONDS.toNanos(1))).isLessThanOrEqualTo(20 + 2);
    }

    @Test
    void twoRatesThatApplyBothHold() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().shaping("""
                [[limits]]
                name = "acme"
                tenant = "acme"
                rate = "10/s"
                [[limits]]
                name = "one"
                domain = "one.example"
                rate = "3/s"
                """));

        rig.rows(JOB, "acme", "one.example", 500);
        rig.rows(JOB, "acme", "two.example", 500);
        rig.runFor(Duration.ofSeconds(30));

        long one = rig.network.sent.stream().filter(sent -> sent.site().equals("mx.one.example")).count();
        assertThat(one).isBetween(45L, 91L);
        assertThat(rig.network.sent.size()).isBetween(295, 301);
    }

    @Test
    void neitherConnectionsNorTheirRateNorTheirUseIsExceeded() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(4, 7, null, "2/s"));
        rig.network.transactionTime = Duration.ofMillis(400);

        rig.rows(JOB, "acme", "one.example", 400);
        rig.runToEnd();

        assertThat(rig.network.mostConnections.get("a→mx.one.example")).isLessThanOrEqualTo(4);
        assertThat(rig.network.opened).hasSizeGreaterThanOrEqualTo(400 / 7);
    }

    @Test
    void theNodesConnectionsAreSharedBySitesInTurn() {
        QueueRig.Setup setup = new QueueRig.Setup();
        setup.delivery = Deliveries.withMaxConnections(3);
        QueueRig rig = new QueueRig(setup);

        for (int domain = 0; domain < 30; domain++) {
            rig.rows(JOB, "acme", "d" + domain + ".example", 20);
        }
        rig.runUntil(() -> {
            assertThat(rig.network.connectionsOpen()).isLessThanOrEqualTo(3);
            return rig.spool.finals() == rig.spool.accepted();
        });
    }

    @Test
    void whatALimitHoldsSaysSoWithItsReleaseTime() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(20, 100, "1/min", null));

        rig.rows(JOB, "acme", "one.example", 10);
        rig.runFor(Duration.ofSeconds(30));

        QueueSummary queue = Ask.now(rig, rig.proxy.queues(10)).getFirst();
        assertThat(queue.state()).isEqualTo("delayed");
        assertThat(queue.reason()).contains("message rate limit of 1/min");
        assertThat(queue.nextDueMillis() - rig.clock.millis()).isBetween(29_000L, 31_000L);
        assertThat(rig.spool.events(EventType.DELAYED)).hasSize(1);
        assertThat(rig.spool.total(EventType.DEFERRED)).isZero();
    }

    @Test
    void aReloadHoldsAtOnceAndLosesNothing() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(20, 100, "1/h", null));
        rig.rows(JOB, "acme", "one.example", 200);
        rig.runFor(Duration.ofSeconds(10));
        assertThat(rig.network.sent).hasSize(1);

        assertThat(Ask.now(rig, rig.proxy.reload(new QueueRig.Setup().limits(20, 100, "10/s", null).shaping))).isTrue();
        rig.runFor(Duration.ofSeconds(10));

        assertThat(rig.network.sent.size()).isBetween(99, 102);
        rig.runToEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "tenant = \"acme\"", "per = [\"source\"]", "per = [\"tenant\", \"source\"]"})
    void aReceiverThatTakesItsTimeIsMetByMoreConnectionsUntilTheRateIsReached(String limit) {
        String rate = "rate = \"20/s\"\n";
        QueueRig rig = new QueueRig(new QueueRig.Setup().shaping("[any_path]\nconnections = 400\n"
                + (limit.isEmpty() ? rate : "[[limits]]\nname = \"slow\"\n" + limit + "\n" + rate)));
        rig.network.transactionTime = Duration.ofSeconds(2);

        rig.rows(JOB, "acme", "one.example", 5_000);
        rig.runFor(Duration.ofMinutes(2));
        int before = rig.network.sent.size();
        rig.runFor(Duration.ofMinutes(1));

        assertThat(rig.network.sent.size() - before).isBetween(20 * 60 * 99 / 100, 20 * 60 + 2);
        assertThat(rig.network.opened).as("as many as are at work at once, and no more")
                .hasSizeLessThanOrEqualTo(20 * 2 * 3 / 2);
    }

    @Test
    void aReceiverThatIsQuickIsSentAllThatARateAllowsOverFewConnections() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(400, 1_000_000, "10/s", null));

        rig.rows(JOB, "acme", "one.example", 5_000);
        rig.runFor(Duration.ofMinutes(1));

        assertThat(rig.network.sent).hasSizeBetween(595, 602);
        assertThat(rig.network.opened).hasSizeLessThanOrEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aSiteHasThePlaceOfAnothersConnectionAsSoonAsThatHasNoWork(boolean ofTheNode) {
        var setup = new QueueRig.Setup();
        if (ofTheNode) {
            setup.delivery = Deliveries.withMaxConnections(1);
        } else {
            setup.shaping("[[limits]]\nname = \"one\"\nper = [\"source\"]\nconnections = 1\n");
        }
        QueueRig rig = new QueueRig(setup);
        rig.network.transactionTime = Duration.ofMillis(500);

        rig.rows(JOB, "acme", "one.example", 3);
        rig.rows(new JobId(1, 2), "acme", "two.example", 1);
        rig.runFor(Duration.ofSeconds(4));

        assertThat(rig.network.sent).as("a connection without work is kept for five seconds").hasSize(4);
    }

    @Test
    void allMailOfADomainThatMovesLeavesTheFormerSite() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(1, 100_000, "10/s", null));
        rig.dns = _ -> QueueRig.routed("mx.old.example", rig.clock.millis() + 60_000);
        for (int tenant = 0; tenant < 5; tenant++) {
            rig.rows(new JobId(1, tenant), "t" + tenant, "one.example", 1_000);
        }
        rig.runFor(Duration.ofSeconds(30));

        rig.dns = _ -> QueueRig.routed("mx.new.example", rig.clock.millis() + 60_000);
        rig.runFor(Duration.ofSeconds(32));
        rig.network.sent.clear();
        rig.runFor(Duration.ofSeconds(60));

        assertThat(rig.network.sent).hasSizeGreaterThan(590)
                .allSatisfy(sent -> assertThat(sent.site()).isEqualTo("mx.new.example"));
    }

    private static void assertRate(Rate rate, int burst, int seconds, List<Sent> sent) {
        List<Long> times = sent.stream().map(Sent::nanos).toList();
        long period = rate.per().toNanos();
        for (int parts = 1; parts <= 8; parts *= 2) {
            long span = period / parts;
            long most = burst + Math.ceilDiv(rate.count(), parts);
            assertThat((long) Windows.most(times, span)).isLessThanOrEqualTo(most);
        }
        double expected = (double) rate.count() * TimeUnit.SECONDS.toNanos(seconds) / period;
        assertThat((double) times.size()).isBetween(expected * 0.99, expected + burst);
    }
}
