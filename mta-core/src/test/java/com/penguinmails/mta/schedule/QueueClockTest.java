package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.Suspension;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Instants of the wall clock are met after somebody has set it, by a minute of sleep at the latest. */
class QueueClockTest {
    private static final Duration DAY = Duration.ofDays(1);

    /** What a thread of its own does: it sleeps as long as it may, and works. */
    private static void sleepOnce(QueueRig rig) {
        rig.work();
        long nanos = Math.min(rig.agent.nextDeadlineNanos() - rig.clock.nanoTime(), rig.agent.longestSleepNanos());
        assertThat(nanos).isLessThanOrEqualTo(Duration.ofMinutes(1).toNanos());
        rig.clock.advance(Duration.ofNanos(nanos));
        rig.work();
    }

    private static void letMillisecondsPass(QueueRig rig) {
        for (int i = 0; i < 20; i++) {
            rig.clock.advance(Duration.ofMillis(1));
            rig.work();
        }
    }

    private static void suspendAll(QueueRig rig, Duration time) {
        long now = rig.time.millis();
        rig.agent.suspend(new Suspension("s1", MailSelector.all(), now, now + time.toMillis(), "spam run", "ops"),
                () -> {});
    }

    @Test
    void nothingWithAnInstantSleepsWithoutEnd() {
        assertThat(new QueueRig().agent.longestSleepNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void scheduledMailGoesWhenTheClockIsSetForwardADay() {
        QueueRig rig = new QueueRig();
        rig.message("acme", PriorityClass.BULK, rig.clock.millis() + DAY.toMillis(), Duration.ofDays(5),
                "later@one.example");
        sleepOnce(rig);
        assertThat(rig.network.sent).isEmpty();

        rig.time.set(DAY);
        sleepOnce(rig);
        letMillisecondsPass(rig);

        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(1);
    }

    @Test
    void scheduledMailWaitsForItsInstantWhenTheClockIsSetBackADay() {
        QueueRig rig = new QueueRig();
        rig.message("acme", PriorityClass.BULK, rig.clock.millis() + DAY.toMillis(), Duration.ofDays(5),
                "later@one.example");
        sleepOnce(rig);
        rig.time.set(DAY.negated());

        long due = rig.clock.nanoTime() + DAY.multipliedBy(2).minusMinutes(2).toNanos();
        while (rig.clock.nanoTime() < due) {
            sleepOnce(rig);
        }
        assertThat(rig.network.sent).isEmpty();
        sleepOnce(rig);
        sleepOnce(rig);
        letMillisecondsPass(rig);
        assertThat(rig.network.sent).hasSize(1);
    }

    @Test
    void mailExpiresWhenTheClockIsSetForward() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(1, 100, "1/h", null));
        rig.rows(new JobId(1, 1), "acme", "one.example", 3);
        rig.work();
        letMillisecondsPass(rig);

        rig.time.set(Duration.ofDays(6));
        sleepOnce(rig);
        letMillisecondsPass(rig);

        assertThat(rig.spool.total(EventType.EXPIRED)).isEqualTo(2);
    }

    @Test
    void aSuspensionEndsAtItsInstantWhicheverWayTheClockIsSet() {
        QueueRig rig = new QueueRig();
        suspendAll(rig, DAY);
        rig.message("acme", "now@one.example");
        sleepOnce(rig);
        rig.time.set(DAY.negated());
        for (int i = 0; i < 24 * 60 + 10; i++) {
            sleepOnce(rig);
        }
        assertThat(rig.network.sent).isEmpty();

        rig.time.set(DAY);
        sleepOnce(rig);
        letMillisecondsPass(rig);

        assertThat(rig.network.sent).hasSize(1);
        assertThat(rig.agent.orders().isEmpty()).isTrue();
    }

    @Test
    void whatWasDeferredWhileTheClockStoodAheadIsDueAfterItsPauseOnceThatIsSetBack() {
        QueueRig rig = new QueueRig();
        rig.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        rig.time.set(DAY);
        rig.rows(new JobId(1, 1), "acme", "one.example", 5_000);
        rig.runUntil(() -> rig.spool.total(EventType.DEFERRED) == 5_000);
        rig.message("acme", PriorityClass.BULK, rig.clock.millis() + DAY.plusHours(1).toMillis(), Duration.ofDays(5),
                "later@one.example");
        rig.work();

        rig.network.outcome = (_, _) -> SimulatedNetwork.delivered();
        rig.time.set(DAY.negated());
        long setBack = rig.clock.nanoTime();
        sleepOnce(rig);
        rig.runUntil(() -> rig.spool.total(EventType.DELIVERED) == 5_000);

        assertThat(Duration.ofNanos(rig.clock.nanoTime() - setBack)).isBetween(Duration.ofMinutes(4),
                Duration.ofMinutes(8));
        assertThat(rig.network.sent).as("not the scheduled one").hasSize(10_000);
        rig.runFor(DAY);
        assertThat(rig.network.sent).hasSize(10_000);
        rig.runFor(Duration.ofHours(1));
        assertThat(rig.network.sent).hasSize(10_001);
    }

    @Test
    void whatWasDeferredWhileTheClockStoodAheadIsDueAfterItsPauseAfterARestart() {
        QueueRig rig = new QueueRig();
        rig.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        rig.time.set(DAY);
        rig.message("acme", "one@one.example");
        rig.runUntil(() -> rig.spool.total(EventType.DEFERRED) == 1);

        QueueRig restarted = new QueueRig();
        restarted.clock.advance(Duration.ofNanos(rig.clock.nanoTime() - restarted.clock.nanoTime()));
        restarted.spool.takeOver(rig.spool, restarted.agent);
        restarted.work();
        restarted.runFor(Duration.ofMinutes(8));

        assertThat(restarted.network.sent).hasSize(1);
    }
}
