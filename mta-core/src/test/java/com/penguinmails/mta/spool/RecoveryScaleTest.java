package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restart with many recipients: all are shown, and what is kept of each is small. */
final class RecoveryScaleTest {
    private static final int MESSAGES = 100_000;
    private static final int BLOCKS = 400;
    private static final int ROWS = 256;
    private static final Labels LABELS = new Labels("acme", "spring", "");
    private final Samples samples = new Samples(Randomness.seeded(1));
    @TempDir(factory = FastTempDir.class)
    private Path directory;

    private Spool open(Spool.RecoveryListener listener) throws IOException {
        Spool spool = ChronicleSpool.open(directory, SpoolConfig.defaults(),
                RecordedEvents.knowingUpTo(Long.MAX_VALUE / 2), new SystemClock());
        spool.recover(listener);
        spool.start();
        return spool;
    }

    @Test
    void twoHundredThousandRecipientsAreShownAfterARestart() throws IOException {
        JobId job = samples.jobId();
        try (Spool spool = open(new RecoveredMail())) {
            var commits = new ArrayList<Commit>();
            ByteBuffer content = samples.bytes(100);
            JournalRecord.Message message = samples.record(LABELS, 1, SpoolEntry.contentNumber(0, 100), null);
            for (int i = 0; i < MESSAGES; i++) {
                commits.add(Commit.offer(spool, new SpoolEntry(List.of(content.duplicate()), List.of(message))));
            }
            commits.add(Commit.offer(spool, samples.jobOpened(job, LABELS, null)));
            for (int i = 0; i < BLOCKS; i++) {
                commits.add(Commit.offer(spool, samples.jobRows(job, LABELS, (long) i * ROWS, ROWS)));
            }
            CommittedEntry last = commits.getLast().get();
            var key = new RecipientKey(last.firstSequence(), 7);
            var _ = Commit.commit(spool, samples.attempted(new JournalRecord.Attempted(key, last.places().getFirst(),
                    samples.event(EventType.DELIVERED, LABELS, job, 0))));
        }
        var counter = new Counter();
        try (Spool spool = open(counter)) {
            assertThat(counter.open).isEqualTo(MESSAGES + BLOCKS * ROWS - 1);
            assertThat(spool.books().node().queued()).isEqualTo(counter.open);
            assertThat(spool.books().job(job).orElseThrow().queued()).isEqualTo(BLOCKS * ROWS - 1);
        }
    }

    private static final class Counter implements Spool.RecoveryListener {
        private int open;
        private long last;

        @Override
        public void progress(long scannedBytes, long totalBytes) {
            assertThat(scannedBytes).isLessThanOrEqualTo(totalBytes);
        }

        @Override
        public void acceptance(long sequence, SpoolRef place, JournalRecord.Acceptance value,
                OpenRecipients openRecipients) {
            assertThat(sequence).isGreaterThan(last);
            last = sequence;
            for (int i = 0; i < value.recipientCount(); i++) {
                open += openRecipients.isOpen(i) ? 1 : 0;
            }
        }

        @Override
        public void remembered(IdempotencyEntry entry) {}

        @Override
        public void kept(String key, ByteBuffer value) {}
    }
}
