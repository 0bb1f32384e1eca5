package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Mail that comes and goes, from a seed: a little stays for good, most is gone within a few steps, some is deferred again and again;
 * contents of half a KiB to half a MiB, and jobs of which a block of rows stays. It knows what of the disk is live. For one thread.
 */
final class Churn implements Spool.SpoolObserver {
    /** The largest content. */
    static final int LARGEST = 512 * 1024;
    private static final Labels LABELS = Labels.ofTenant("acme");
    private static final int FOR_GOOD = Integer.MAX_VALUE;
    private static final int ROWS = 100;
    private final Spool spool;
    private final RandomGenerator random;
    private final Samples samples;
    private final Runnable pump;
    private final Map<Long, Mail> live = new ConcurrentHashMap<>();
    private final Map<JobId, Integer> blocksOpen = new HashMap<>();
    private final Map<JobId, Long> templates = new HashMap<>();
    private long offeredBytes;
    private final AtomicLong movedBytes = new AtomicLong();
    private int step;

    /** One acceptance: what it needs on disk, and when its last recipient is settled. */
    private static final class Mail {
        private final long number;
        private final long need;
        private final int recipients;
        private final int goesAt;
        private final @Nullable JobId job;
        private volatile SpoolRef place;

        Mail(long number, SpoolRef place, long need, int recipients, int goesAt, @Nullable JobId job) {
            this.number = number;
            this.place = place;
            this.need = need;
            this.recipients = recipients;
            this.goesAt = goesAt;
            this.job = job;
        }
    }

    /** @param pump called after each offer; commits it where no thread does */
    Churn(Spool spool, RandomGenerator random, Runnable pump) {
        this.spool = spool;
        this.random = random;
        samples = new Samples(random);
        this.pump = pump;
    }

    /** Takes in new mail, defers some that waits, and settles what goes at this step. */
    void step(int messages) {
        step++;
        for (int i = 0; i < messages; i++) {
            acceptMessage();
        }
        if (step % 3 == 0) {
            acceptJob();
        }
        for (Mail mail : List.copyOf(live.values())) {
            if (mail.goesAt <= step) {
                settle(mail);
            } else if (random.nextInt(4) == 0) {
                defer(mail);
            }
        }
    }

    private void acceptMessage() {
        int kind = random.nextInt(100);
        int size = kind < 3 ? random.nextInt(LARGEST / 4, LARGEST) : random.nextInt(512, 24 * 1024);
        int recipients = random.nextInt(5) == 0 ? random.nextInt(2, 6) : 1;
        JournalRecord.Message message = samples.record(LABELS, recipients, SpoolEntry.contentNumber(0, size), null);
        CommittedEntry committed = commit(new SpoolEntry(List.of(ByteBuffer.wrap(new byte[size])), List.of(message)));
        watch(committed, size + recordBytes(message), recipients, null);
    }

    private void acceptJob() {
        JobId id = samples.jobId();
        SpoolEntry opening = samples.jobOpened(id, LABELS, null);
        var _ = commit(opening);
        templates.put(id, (long) opening.contents().getFirst().limit());
        int blocks = random.nextInt(1, 4);
        blocksOpen.put(id, blocks);
        for (int block = 0; block < blocks; block++) {
            SpoolEntry rows = samples.jobRows(id, LABELS, (long) block * ROWS, ROWS);
            watch(commit(rows), rows.contents().getFirst().limit() + recordBytes(rows.records().getFirst()), ROWS, id);
        }
        var _ = commit(new SpoolEntry(List.of(),
                List.of(new JournalRecord.JobClosed(id, LABELS, (long) blocks * ROWS, Samples.NOW))));
    }

    private void watch(CommittedEntry committed, long need, int recipients, @Nullable JobId job) {
        boolean stays = random.nextInt(100) < 6;
        int goesAt = stays ? FOR_GOOD : step + random.nextInt(6);
        live.put(committed.firstSequence(), new Mail(committed.firstSequence(), committed.places().getFirst(), need,
                recipients, goesAt, job));
    }

    private void settle(Mail mail) {
        for (int i = 0; i < mail.recipients; i++) {
            var key = new RecipientKey(mail.number, i);
            var _ = commit(samples.attempted(samples.finalOutcome(key, mail.place, LABELS, mail.job)));
        }
        live.remove(mail.number);
        if (mail.job != null && blocksOpen.merge(mail.job, -1, Integer::sum) == 0) {
            templates.remove(mail.job);
        }
    }

    private void defer(Mail mail) {
        var key = new RecipientKey(mail.number, 0);
        var _ = commit(samples.attempted(
                samples.deferral(key, mail.place, LABELS, random.nextInt(1, 9), Samples.NOW + step)));
    }

    private CommittedEntry commit(SpoolEntry entry) {
        entry.contents().forEach(content -> offeredBytes += content.remaining());
        entry.records().forEach(value -> offeredBytes += recordBytes(value));
        Commit commit = Commit.offer(spool, entry);
        pump.run();
        return commit.get();
    }

    private static long recordBytes(JournalRecord value) {
        return (long) Frame.HEADER
                + JournalCodec.encode(new RecordWriter(), List.of(new JournalItem.Fact(value))).remaining();
    }

    /** Contents and records of acceptances with an open recipient, and templates of jobs that are not finished. */
    long liveBytes() {
        return live.values().stream().mapToLong(mail -> mail.need).sum()
                + templates.values().stream().mapToLong(Long::longValue).sum();
    }

    /** What was written, over what came from outside. */
    double writeAmplification() {
        return (offeredBytes + movedBytes.get()) / (double) offeredBytes;
    }

    /** Asserts that all that is live can be read. */
    void assertReadable() throws IOException {
        var read = new ArrayList<Long>();
        for (Mail mail : live.values()) {
            JournalRecord.Acceptance value = spool.readAcceptance(mail.place);
            assertThat(spool.readContent(value.content()).remaining()).isEqualTo(value.content().length());
            read.add(mail.number);
        }
        assertThat(read).hasSizeGreaterThan(10);
    }

    @Override
    public void accepted(long sequence, SpoolRef place, JournalRecord.Acceptance value) {
        // is watched once it is committed
    }

    @Override
    public void relocated(long acceptance, SpoolRef from, SpoolRef to) {
        Mail mail = live.get(acceptance);
        if (mail != null) {
            assertThat(mail.place).isEqualTo(from);
            mail.place = to;
            movedBytes.addAndGet(mail.need);
        }
    }
}
