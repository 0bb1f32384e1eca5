package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the journal of earlier starts twice. The first pass adds everything up: which recipients are open, the books, the jobs;
 * of an acceptance it reads only the head. The second pass shows the acceptances that have open recipients. Content is not read.
 */
final class Recovery {
    private final FrameLog journal;
    private final SpoolState state;
    private final EventFeed events;
    private final Spool.RecoveryListener listener;
    private final long nowMillis;
    private final long publishAfter;
    private long nextSequence = 1;
    private long scannedBytes;
    private long totalBytes;

    Recovery(FrameLog journal, SpoolState state, EventFeed events, Spool.RecoveryListener listener, long nowMillis) {
        this.journal = journal;
        this.state = state;
        this.events = events;
        this.listener = listener;
        this.nowMillis = nowMillis;
        publishAfter = events.lastJournalSequence();
    }

    /** Runs both passes and returns the first sequence number that is free. */
    long run() throws IOException {
        List<Integer> files = journal.files();
        totalBytes = 2 * files.stream().mapToLong(journal::end).sum();
        for (int file : files) {
            addUp(file);
        }
        events.flush();
        state.facts().forEach(listener::kept);
        for (int file : files) {
            show(file);
        }
        listener.progress(totalBytes, totalBytes);
        return nextSequence;
    }

    private void addUp(int file) throws IOException {
        var _ = state.<Boolean, IOException>exclusively(() -> {
            state.generations().begin(file, nextSequence);
            journal.scan(file, 0, (position, sequence, payload) -> addUp(file, sequence, payload));
            return true;
        });
        passed(file);
    }

    private boolean addUp(int file, long sequence, ByteBuffer payload) throws IOException {
        var cursor = new JournalCodec.Cursor(sequence, payload);
        while (cursor.next()) {
            if (cursor.isNoted()) {
                continue;
            }
            if (cursor.isAcceptance() && cursor.sequence() <= publishAfter) {
                acceptHead(file, cursor);
            } else {
                addUp(file, cursor.sequence(), cursor.item());
            }
        }
        nextSequence = Math.max(nextSequence, sequence + cursor.count());
        return true;
    }

    private void acceptHead(int file, JournalCodec.Cursor cursor) throws IOException {
        AcceptanceHead head = cursor.head();
        state.accept(head, cursor.sequence(), file);
        if (head.idempotency() != null) {
            remember(head.idempotency());
        }
    }

    private void addUp(int file, long sequence, JournalItem item) {
        state.apply(item, sequence, file);
        if (!(item instanceof JournalItem.Fact(JournalRecord value))) {
            return;
        }
        if (sequence > publishAfter) {
            events.publish(value, sequence);
        }
        switch (value) {
            case JournalRecord.Message message when message.idempotency() != null -> remember(message.idempotency());
            case JournalRecord.JobOpened job when job.idempotency() != null -> remember(job.idempotency());
            case JournalRecord.Remembered remembered -> remember(remembered.entry());
            default -> {
                /* nothing to be remembered */ }
        }
    }

    private void remember(IdempotencyEntry entry) {
        if (entry.expiresMillis() > nowMillis) {
            listener.remembered(entry);
        }
    }

    private void show(int file) throws IOException {
        Generation generation = state.generations().get(file);
        if (generation.open() > 0) {
            journal.scan(file, 0, (position, sequence, payload) -> show(generation, position, sequence, payload));
        }
        passed(file);
    }

    private boolean show(Generation generation, long frame, long sequence, ByteBuffer payload) throws IOException {
        var cursor = new JournalCodec.Cursor(sequence, payload);
        while (cursor.next()) {
            var place = new SpoolRef(LogPosition.withOrdinal(frame, cursor.ordinal()));
            if (cursor.isAcceptance()) {
                showNatural(generation, place, cursor);
            } else if (cursor.isRelocation() && cursor.item() instanceof JournalItem.Relocation moved) {
                show(generation.view(moved.acceptance()), moved.acceptance(), place, moved.value());
            }
        }
        return true;
    }

    private void showNatural(Generation generation, SpoolRef place, JournalCodec.Cursor cursor) throws IOException {
        OpenRecipients open = generation.view(cursor.sequence());
        if (open != null && cursor.item() instanceof JournalItem.Fact(JournalRecord value)
                && value instanceof JournalRecord.Acceptance acceptance) {
            show(open, cursor.sequence(), place, acceptance);
        }
    }

    private void show(@Nullable OpenRecipients open, long number, SpoolRef place,
            JournalRecord.Acceptance acceptance) {
        if (open != null) {
            listener.acceptance(number, place, acceptance, open);
        }
    }

    private void passed(int file) {
        scannedBytes += journal.end(file);
        listener.progress(Math.min(scannedBytes, totalBytes), totalBytes);
    }
}
