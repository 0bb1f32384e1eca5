package com.penguinmails.mta.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * Reads the journal of earlier starts for the first time and adds everything up: which recipients are open, the books, the jobs; of
 * an acceptance it reads only the head. What is open is shown by a {@link JournalReplay} afterwards. Content is not read.
 */
final class Recovery {
    private static final int FRAMES_A_STEP = 4_096;

    private final FrameLog journal;
    private final SpoolState state;
    private final EventFeed events;
    private final Spool.RecoveryListener listener;
    private final long nowMillis;
    private final long publishAfter;
    private final TextCache texts = new TextCache();
    private long nextSequence = 1;
    private long scannedBytes;
    private long totalBytes;
    private int frames;

    Recovery(FrameLog journal, SpoolState state, EventFeed events, Spool.RecoveryListener listener, long nowMillis) {
        this.journal = journal;
        this.state = state;
        this.events = events;
        this.listener = listener;
        this.nowMillis = nowMillis;
        publishAfter = events.lastJournalSequence();
    }

    /** Adds up, and returns the first sequence number that is free. */
    long run() throws IOException {
        List<Integer> files = journal.files();
        totalBytes = 2 * files.stream().mapToLong(journal::end).sum();
        for (int file : files) {
            addUp(file);
        }
        events.flush();
        state.facts().forEach(listener::kept);
        return nextSequence;
    }

    private void addUp(int file) throws IOException {
        var _ = state.<Boolean, IOException>exclusively(() -> {
            state.generations().begin(file, nextSequence);
            journal.scan(file, 0, (position, sequence, payload) -> {
                if (++frames % FRAMES_A_STEP == 0) {
                    listener.progress(scannedBytes + LogPosition.offset(position), totalBytes);
                }
                return addUp(file, sequence, payload);
            });
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
            if (cursor.isAcceptance() && cursor.sequence() < publishAfter) {
                acceptHead(file, cursor);
            } else {
                addUp(file, cursor);
            }
        }
        nextSequence = Math.max(nextSequence, sequence + cursor.count());
        return true;
    }

    private void acceptHead(int file, JournalCodec.Cursor cursor) throws IOException {
        int bytes = cursor.length();
        AcceptanceHead head = cursor.head(texts);
        state.accept(head, cursor.sequence(), file, bytes);
        if (head.idempotency() != null) {
            remember(head.idempotency());
        }
    }

    private void addUp(int file, JournalCodec.Cursor cursor) throws CorruptRecordException {
        int bytes = cursor.length();
        long sequence = cursor.sequence();
        JournalItem item = cursor.item();
        state.apply(item, sequence, file, bytes);
        if (!(item instanceof JournalItem.Fact(JournalRecord value))) {
            return;
        }
        boolean last = sequence == publishAfter && value instanceof JournalRecord.Message;
        if (sequence > publishAfter || last) {
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

    private void passed(int file) {
        scannedBytes += journal.end(file);
        listener.progress(Math.min(scannedBytes, totalBytes), totalBytes);
    }
}
