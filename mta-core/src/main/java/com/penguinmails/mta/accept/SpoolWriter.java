package com.penguinmails.mta.accept;

import com.penguinmails.mta.spool.CommitListener;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.spool.SpoolEntry;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writes to the spool for threads that may wait, such as those of a request: a full ring holds its caller back instead of being
 * answered. Thread-safe.
 */
public final class SpoolWriter {
    private static final int ROOM_SECONDS = 20;

    private final Spool spool;

    public SpoolWriter(Spool spool) {
        this.spool = spool;
    }

    /** Why an entry is not on disk, in words for the sender. */
    public static final class NotCommittedException extends Exception {
        private static final long serialVersionUID = 1L;

        NotCommittedException(String reason) {
            super(reason);
        }
    }

    /**
     * Hands an entry over, waiting for room first if there is none. The answer comes when the entry is on disk; it fails with
     * {@link NotCommittedException} when it is not and will not be.
     *
     * @throws NotCommittedException if there was no room for {@value #ROOM_SECONDS} seconds
     */
    public CompletableFuture<CommittedEntry> write(SpoolEntry entry)
            throws NotCommittedException, InterruptedException {
        var commit = new Commit();
        while (!spool.offer(entry, commit)) {
            var room = new CountDownLatch(1);
            spool.whenRoom(room::countDown);
            if (!room.await(ROOM_SECONDS, TimeUnit.SECONDS)) {
                throw new NotCommittedException("more mail comes in than the disk can take just now");
            }
        }
        return commit.answer;
    }

    private static final class Commit implements CommitListener {
        private final CompletableFuture<CommittedEntry> answer = new CompletableFuture<>();

        @Override
        public void committed(CommittedEntry entry) {
            var _ = answer.complete(entry);
        }

        @Override
        public void failed(String reason) {
            var _ = answer.completeExceptionally(new NotCommittedException(reason));
        }
    }
}
