package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Reads the journal of earlier starts for the second time and shows the acceptances that have open recipients. It may do so while
 * the spool already commits: nothing that was not shown yet can get an outcome, and nothing is compacted before it has ended. For
 * one thread.
 */
final class JournalReplay implements Spool.Replay {
    private static final int FRAMES_A_STEP = 4_096;

    private final FrameLog journal;
    private final SpoolState state;
    private final List<Integer> files;
    private final Runnable atEnd;
    private final TextCache texts = new TextCache();
    private final long totalBytes;
    private long scannedBytes;
    private int frames;

    /**
     * @param files those that were there at the start
     * @param atEnd called when everything was shown
     */
    JournalReplay(FrameLog journal, SpoolState state, List<Integer> files, Runnable atEnd) {
        this.journal = journal;
        this.state = state;
        this.files = files;
        this.atEnd = atEnd;
        totalBytes = 2 * bytes(files);
        scannedBytes = bytes(files);
    }

    private long bytes(List<Integer> some) {
        return some.stream().mapToLong(journal::end).sum();
    }

    @Override
    public long recipients() {
        return state.exclusively(() -> state.generations().open());
    }

    @Override
    public void run(Spool.ReplayListener listener) throws IOException {
        replay(new Visitor() {
            @Override
            public boolean visit(long number, SpoolRef place, JournalCodec.Cursor cursor, OpenRecipients open)
                    throws CorruptRecordException {
                return listener.acceptance(number, place, openMail(cursor), open);
            }

            @Override
            public void progress(long scanned, long total) {
                listener.progress(scanned, total);
            }
        });
    }

    /** Shows whole records, to one who asks for more than the queue does. */
    void run(Spool.RecoveryListener listener) throws IOException {
        replay(new Visitor() {
            @Override
            public boolean visit(long number, SpoolRef place, JournalCodec.Cursor cursor, OpenRecipients open)
                    throws CorruptRecordException {
                listener.acceptance(number, place, cursor.value(), open);
                return true;
            }

            @Override
            public void progress(long scanned, long total) {
                listener.progress(scanned, total);
            }
        });
    }

    private interface Visitor {
        /** Reads what it needs of the acceptance under the cursor; whether to go on. */
        boolean visit(long number, SpoolRef place, JournalCodec.Cursor cursor, OpenRecipients open)
                throws CorruptRecordException;

        void progress(long scanned, long total);
    }

    private void replay(Visitor visitor) throws IOException {
        for (int file : files) {
            Generation generation = state.exclusively(() -> state.generations().get(file));
            boolean open = state.exclusively(() -> generation.open() > 0);
            boolean[] goOn = {true};
            if (open) {
                journal.scan(file, 0, (position, sequence, payload) -> {
                    tell(visitor, position);
                    goOn[0] = show(visitor, generation, position, sequence, payload);
                    return goOn[0];
                });
            }
            if (!goOn[0]) {
                return;
            }
            scannedBytes += journal.end(file);
        }
        visitor.progress(totalBytes, totalBytes);
        atEnd.run();
    }

    private void tell(Visitor visitor, long position) {
        if (++frames % FRAMES_A_STEP == 0) {
            visitor.progress(Math.min(scannedBytes + LogPosition.offset(position), totalBytes), totalBytes);
        }
    }

    private boolean show(Visitor visitor, Generation generation, long frame, long sequence, ByteBuffer payload)
            throws IOException {
        var cursor = new JournalCodec.Cursor(sequence, payload);
        while (cursor.next()) {
            if (!cursor.isAcceptance() && !cursor.isRelocation()) {
                continue;
            }
            long number = cursor.acceptance();
            Optional<OpenRecipients> open = state.exclusively(() -> Optional.ofNullable(generation.openOf(number)));
            var place = new SpoolRef(LogPosition.withOrdinal(frame, cursor.ordinal()));
            if (open.isPresent() && !visitor.visit(number, place, cursor, open.get())) {
                return false;
            }
        }
        return true;
    }

    private OpenMail openMail(JournalCodec.Cursor cursor) throws CorruptRecordException {
        OpenMail mail = cursor.openMail(texts);
        JobId job = mail.job();
        return job == null
                ? mail
                : mail.withSenderDomain(state.openedJob(job).map(JournalRecord.JobOpened::signingDomain).orElse(""));
    }
}
