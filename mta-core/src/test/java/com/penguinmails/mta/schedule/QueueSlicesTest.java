package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.schedule.DomainQueue.Phase;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What concerns very many queues is done in slices, and holds at once all the same. */
class QueueSlicesTest {
    private static final MailSelector EVEN = new MailSelector(null, null, null, "even.example", null, null, null);
    private static final int MOST_MOVED = QueueWalks.SLICE / QueueWalks.MOVE + 1;

    /** One recipient in each queue, each of two domains in half of them, all for one site. */
    private static QueueRig queues(int count, QueueRig.Setup setup) {
        QueueRig rig = new QueueRig(setup);
        rig.dns = _ -> QueueRig.routed("mx.one.example", Long.MAX_VALUE);
        for (int i = 0; i < count; i++) {
            rig.rows(new JobId(1, i), "t" + i, i % 2 == 0 ? "even.example" : "odd.example", 1);
        }
        return rig;
    }

    private static Suspension suspension(QueueRig rig) {
        return new Suspension("s1", EVEN, rig.clock.millis(), StandingOrder.UNTIL_TAKEN_BACK, "spam run", "ops");
    }

    private static long count(QueueRig rig, Phase phase) {
        return rig.agent.queues().all().stream().filter(queue -> queue.phase == phase).count();
    }

    private static long sent(QueueRig rig, String domain) {
        return rig.network.sent.stream().filter(sent -> sent.recipient().endsWith(domain)).count();
    }

    @Test
    void noPieceOfASuspensionTouchesManyOfAHundredThousandQueues() {
        QueueRig rig = queues(100_000, new QueueRig.Setup().limits(1, 100, "1/h", null));
        rig.runUntil(() -> rig.network.sent.size() == 1);

        rig.agent.suspend(suspension(rig), () -> {});
        long suspended = count(rig, Phase.SUSPENDED);
        long most = suspended;
        while (rig.agent.doWork() > 0) {
            long now = count(rig, Phase.SUSPENDED);
            most = Math.max(most, now - suspended);
            suspended = now;
        }

        assertThat(suspended).isBetween(49_998L, 50_000L);
        assertThat(most).isBetween(1L, (long) MOST_MOVED);
    }

    @Test
    void aSuspensionHoldsBeforeItsSliceHasComeToAQueue() {
        QueueRig rig = queues(20_000, new QueueRig.Setup().limits(5, 100_000, null, null));
        rig.runUntil(() -> sent(rig, "@even.example") > 500);

        rig.agent.suspend(suspension(rig), () -> {});
        long even = sent(rig, "@even.example");
        long odd = sent(rig, "@odd.example");
        int partly = 0;
        for (int i = 0; i < 100; i++) {
            int _ = rig.agent.doWork();
            rig.clock.advance(Duration.ofMillis(1));
            long held = count(rig, Phase.SUSPENDED);
            partly += held > 0 && held < 9_000 ? 1 : 0;
        }

        assertThat(partly).isGreaterThan(5);
        assertThat(sent(rig, "@even.example")).isEqualTo(even);
        assertThat(sent(rig, "@odd.example")).isGreaterThan(odd);
    }

    @Test
    void aPreviewCountsAllQueuesWhileOtherMailIsSent() {
        QueueRig rig = queues(20_000, new QueueRig.Setup().limits(1, 100_000, "1000/s", null));
        rig.runUntil(() -> rig.network.sent.size() > 10);
        var command = new OperatorCommand(new CommandId(7, 1), CommandKind.SUSPEND, EVEN, rig.clock.millis(),
                OperatorCommand.Terms.none(), new OperatorCommand.Author("jo", "spam run"), "");

        var preview = rig.agent.commandDesk().preview(command).toCompletableFuture();
        int pieces = 0;
        int before = rig.network.sent.size();
        while (!preview.isDone()) {
            int _ = rig.agent.doWork();
            rig.clock.advance(Duration.ofMillis(1));
            pieces++;
        }

        assertThat(pieces).isGreaterThanOrEqualTo(20_000 / QueueWalks.SLICE);
        assertThat(rig.network.sent.size()).isGreaterThan(before);
        assertThat(preview.join().recipients()).isBetween(9_900L, 10_000L);
    }

    @Test
    void aSiteThatGoesDownWithVeryManyQueuesIsGivenItsOutcomeInSlices() {
        QueueRig rig = queues(20_000, new QueueRig.Setup().limits(1, 100, "1/h", null));
        rig.network.openFailure = _ -> SimulatedNetwork.unreachable();
        rig.network.openTime = Duration.ofMinutes(1);
        rig.runFor(Duration.ofSeconds(30));
        assertThat(count(rig, Phase.ACTIVE)).isEqualTo(20_000);

        rig.clock.advance(Duration.ofSeconds(31));
        long most = 0;
        long draining = 0;
        while (rig.agent.doWork() > 0) {
            long now = 20_000 - count(rig, Phase.ACTIVE);
            most = Math.max(most, now - draining);
            draining = now;
        }
        rig.runFor(Duration.ofSeconds(1));

        assertThat(most).isBetween(1L, 256L);
        assertThat(rig.network.opened).hasSize(1);
        assertThat(count(rig, Phase.ACTIVE)).isZero();
    }
}
