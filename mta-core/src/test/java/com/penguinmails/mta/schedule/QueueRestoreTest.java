package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.SpoolRef;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Mail of an earlier start comes back while the queue works. */
final class QueueRestoreTest {

    private static QueueRig rig(String whileRecovering, int maxRecipients) {
        var setup = new QueueRig.Setup();
        setup.queue = new QueueConfig(Duration.ofMinutes(5), Duration.ofHours(4), 20, Duration.ofDays(5), maxRecipients,
                ByteSize.ofMiB(1024), 90, whileRecovering, 0);
        return new QueueRig(setup);
    }

    @Test
    void newMailIsTakenMeanwhileIfConfiguredSo() {
        QueueRig rig = rig("accept", 1_000);
        rig.proxy.beginRestore(10);
        assertThat(rig.proxy.refusal(1)).isEmpty();
        assertThat(rig.proxy.refusals()).isEmpty();
    }

    @Test
    void newMailIsRefusedForNowWithProgressIfConfiguredSo() {
        QueueRig rig = rig("refuse", 1_000);
        rig.proxy.beginRestore(1);
        rig.proxy.restorePassed(40);
        assertThat(rig.proxy.refusal(1)).hasValueSatisfying(reason -> assertThat(reason).contains("40 %"));
        rig.proxy.endRestore();
        rig.work();
        assertThat(rig.proxy.refusal(1)).isEmpty();
    }

    @Test
    void whatIsStillToComeCountsAgainstTheMark() {
        QueueRig rig = rig("accept", 1_000);
        rig.proxy.beginRestore(1_000);
        assertThat(rig.proxy.refusal(1)).hasValueSatisfying(
                reason -> assertThat(reason).contains("queue.max_recipients 1,000", "again at 900"));
        restore(rig, 7);
        rig.work();
        assertThat(rig.proxy.queuedRecipients()).isEqualTo(1_000);
    }

    @Test
    void aCancellationWaitsForTheMailThatItMayConcern() {
        QueueRig rig = rig("accept", 1_000);
        rig.proxy.beginRestore(1);
        CompletableFuture<Integer> cancelled = rig.proxy.cancel(7).toCompletableFuture();
        rig.work();
        assertThat(cancelled).isNotDone();
        restore(rig, 7);
        rig.proxy.endRestore();
        rig.work();
        assertThat(cancelled).isCompletedWithValue(1);
    }

    @Test
    void whatWaitsForMailThatCannotBeReadFailsAndNewMailIsRefused() {
        QueueRig rig = rig("accept", 1_000);
        rig.proxy.beginRestore(1);
        CompletableFuture<Integer> cancelled = rig.proxy.cancel(7).toCompletableFuture();
        rig.proxy.restoreFailed("unreadable");
        assertThat(cancelled).isCompletedExceptionally();
        assertThat(rig.proxy.refusals()).singleElement().asString().contains("could not be read back");
    }

    private static void restore(QueueRig rig, long acceptance) {
        long now = rig.clock.millis();
        var mail = new Rows(now + Duration.ofHours(1).toMillis(), now + Duration.ofDays(1).toMillis());
        rig.proxy.restore(List.of(new RestoredMail(acceptance, new SpoolRef(1 << 10), mail, new Untried())), () -> {});
    }

    /** One recipient, to be sent later, so that it is still there. */
    private record Rows(long sendAtMillis, long expiresMillis) implements QueuedMail {
        @Override
        public Labels labels() {
            return new Labels("acme", "c", "");
        }

        @Override
        public PriorityClass priority() {
            return PriorityClass.BULK;
        }

        @Override
        public String senderDomain() {
            return "sender.example";
        }

        @Override
        public int recipientCount() {
            return 1;
        }

        @Override
        public String domain(int index) {
            return "d.example";
        }

        @Override
        public long acceptedMillis() {
            return 0;
        }

        @Override
        public @Nullable JobId job() {
            return null;
        }
    }

    private record Untried() implements OpenRecipients {
        @Override
        public boolean isOpen(int index) {
            return true;
        }

        @Override
        public int attempts(int index) {
            return 0;
        }

        @Override
        public long dueMillis(int index) {
            return 0;
        }
    }
}
