package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the queue learns from receivers that defer because of too many messages or connections. */
class QueueFeedbackTest {
    private static final JobId JOB = new JobId(1, 1);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void aReceiverThatCountsMessagesByTheMinuteDefersFewAfterFiveMinutes() {
        QueueRig rig = new QueueRig();
        long[] window = {-MINUTE, 0};
        rig.network.outcome = (_, _) -> {
            long now = rig.clock.nanoTime();
            if (now - window[0] >= MINUTE) {
                window[0] = now;
                window[1] = 0;
            }
            return ++window[1] <= 600 ? SimulatedNetwork.delivered() : tooMuchMail();
        };

        for (int i = 0; i < 25; i++) {
            rig.rows(JOB, "acme", "one.example", 1_000);
        }
        rig.runFor(Duration.ofMinutes(5));
        int delivered = rig.spool.total(EventType.DELIVERED);
        int deferred = rig.spool.total(EventType.DEFERRED);
        assertThat(Ask.now(rig, rig.proxy.paths(10))).singleElement()
                .satisfies(path -> assertThat(path.reason()).contains("learned rate of").contains("too much mail"));
        rig.runFor(Duration.ofMinutes(20));
        delivered = rig.spool.total(EventType.DELIVERED) - delivered;
        deferred = rig.spool.total(EventType.DEFERRED) - deferred;

        assertThat(deferred).isLessThan((deferred + delivered) / 50);
        assertThat(delivered).isGreaterThan(20 * 600 * 9 / 10);
    }

    @Test
    void aReceiverThatAllowsSixConnectionsIsGivenSixAndDefersNothing() {
        QueueRig rig = new QueueRig();
        rig.network.transactionTime = Duration.ofMillis(20);
        int[] refused = {0};
        rig.network.openFailure = _ -> {
            if (rig.network.connectionsOpen() <= 6) {
                return null;
            }
            refused[0]++;
            return tooManyConnections();
        };

        for (int i = 0; i < 60; i++) {
            rig.rows(JOB, "acme", "one.example", 1_000);
        }
        rig.runFor(Duration.ofMinutes(3));

        assertThat(rig.spool.total(EventType.DEFERRED)).isZero();
        // 6 connections, a message in 20 ms, and a few milliseconds after each hundredth.
        assertThat(rig.spool.total(EventType.DELIVERED)).isGreaterThan(3 * 60 * 6 * 50 * 95 / 100);
        assertThat(refused[0]).isLessThan(40);
    }

    @Test
    void otherSettingsKeepWhatWasLearned() {
        QueueRig rig = new QueueRig();
        rig.network.transactionTime = Duration.ofMillis(20);
        int[] refused = {0};
        rig.network.openFailure = _ -> {
            boolean full = rig.network.connectionsOpen() > 6;
            refused[0] += full ? 1 : 0;
            return full ? tooManyConnections() : null;
        };
        long[] window = {-MINUTE, 0};
        rig.network.outcome = (_, _) -> {
            long now = rig.clock.nanoTime();
            if (now - window[0] >= MINUTE) {
                window[0] = now;
                window[1] = 0;
            }
            return ++window[1] <= 600 ? SimulatedNetwork.delivered() : tooMuchMail();
        };
        for (int i = 0; i < 25; i++) {
            rig.rows(JOB, "acme", "one.example", 1_000);
        }
        rig.runFor(Duration.ofMinutes(10));
        int deferred = rig.spool.total(EventType.DEFERRED);
        int delivered = rig.spool.total(EventType.DELIVERED);
        int before = refused[0];

        assertThat(Ask.now(rig, rig.proxy.reload(new QueueRig.Setup().shaping("""
                [feedback]
                start_connections = 20
                hold = "20s"
                probe_permille = 5
                """).shaping))).isTrue();
        assertThat(Ask.now(rig, rig.proxy.paths(10))).singleElement()
                .satisfies(path -> assertThat(path.reason()).contains("learned rate of").contains("too much mail"));
        rig.runFor(Duration.ofMinutes(5));

        deferred = rig.spool.total(EventType.DEFERRED) - deferred;
        delivered = rig.spool.total(EventType.DELIVERED) - delivered;
        assertThat(delivered).isGreaterThan(5 * 600 * 85 / 100);
        assertThat(deferred).isLessThan((deferred + delivered) / 50);
        assertThat(refused[0] - before).isLessThan(15);
    }

    @Test
    void aRateIsForgottenWhereNoneIsToBeLearnedAnyMore() {
        QueueRig rig = new QueueRig();
        boolean[] strict = {true};
        int[] sent = {0};
        rig.network.outcome = (_, _) -> strict[0] && ++sent[0] > 50 ? tooMuchMail() : SimulatedNetwork.delivered();
        rig.rows(JOB, "acme", "one.example", 2_000);
        rig.runFor(Duration.ofMinutes(2));
        strict[0] = false;
        assertThat(rig.spool.total(EventType.DELIVERED)).isLessThan(200);

        assertThat(Ask.now(rig, rig.proxy.reload(new QueueRig.Setup().shaping("""
                [feedback]
                learn_rates = false
                """).shaping))).isTrue();
        rig.runFor(Duration.ofMinutes(1));

        assertThat(rig.spool.total(EventType.DELIVERED)).isGreaterThan(1_500);
    }

    @Test
    void aPathBeginsWithFewConnectionsAndHasMoreAsMailIsTaken() {
        QueueRig rig = new QueueRig();
        rig.network.transactionTime = Duration.ofMillis(100);

        rig.rows(JOB, "acme", "one.example", 5_000);
        rig.runFor(Duration.ofMillis(50));
        assertThat(rig.network.connectionsOpen()).isLessThanOrEqualTo(4);
        rig.runFor(Duration.ofSeconds(1));
        assertThat(rig.network.connectionsOpen()).isEqualTo(20);
    }

    @Test
    void aReceiverWithoutRoomForOneConnectionIsTriedAgainBeforeItsMailIsDeferred() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(1, 10, null, null));
        int[] tries = {0};
        rig.network.openFailure = _ -> ++tries[0] % 3 == 2 ? tooManyConnections() : null;

        rig.rows(JOB, "acme", "one.example", 100);
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.DEFERRED)).isZero();
        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(100);
    }

    private static Outcome tooMuchMail() {
        return deferred(450, new EnhancedStatus(4, 7, 1), "Error: too much mail from 192.0.2.7", Stage.MAIL);
    }

    private static Outcome tooManyConnections() {
        return deferred(421, new EnhancedStatus(4, 7, 0), "Error: too many connections from 192.0.2.7", Stage.GREETING);
    }

    private static Outcome deferred(int code, EnhancedStatus status, String words, Stage stage) {
        return new Outcome.Deferred(new DeliveryStatus(status, code + " " + status + " " + words,
                new Reply(code, status, List.of(words)), "mx.test[192.0.2.1]", stage), BounceClass.RATE_LIMITED);
    }
}
