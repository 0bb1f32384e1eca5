package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import com.penguinmails.mta.schedule.QueuedMail;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/**
 * Accepted means on disk. Entries are committed in groups, one force for all that waits; the listener of an entry is called
 * after the force and never before.
 *
 * <p>Order: entries are committed in the order in which they were offered by one thread. {@link #offer} never blocks. All
 * methods may be called from any thread unless they say otherwise.
 */
public interface Spool extends AutoCloseable {

    /**
     * Hands an entry over for commit.
     *
     * @return false if the spool has no room for it now; nothing was taken, offer again later ({@link #whenRoom})
     * @throws IllegalStateException if it keeps a fact and there are as many as there may be
     */
    boolean offer(SpoolEntry entry, CommitListener listener);

    /** Calls back once, on the committing thread, when there is room again; at once if there is. */
    void whenRoom(Runnable callback);

    /** Whether new mail may be accepted: room on disk, no failed write. What is refused for now says why. */
    SpoolHealth health();

    /** As {@link #health} says, and nothing of the rest, for every message: why new mail is refused for now, or empty. */
    default String refusal() {
        SpoolHealth health = health();
        return health.accepting() ? "" : health.reason();
    }

    /** Octets of memory outside the heap that queued recipients take here. */
    long memoryBytes();

    /** Reads back the acceptance record at this place (a positional read of the journal). */
    JournalRecord.Acceptance readAcceptance(SpoolRef place) throws IOException;

    /** The record that opened the job, from memory. Absent: the job was settled and forgotten. */
    Optional<JournalRecord.JobOpened> job(JobId id);

    /** How far the rows of a job have come, from memory, over restarts; absent where {@link #job} is. */
    Optional<JobProgress> jobProgress(JobId id);

    /** The jobs that are begun and not closed, from memory, over restarts. */
    List<JobId> openJobs();

    /**
     * Reads content into a new or given buffer, whole, its checksum verified.
     *
     * @throws IOException if it cannot be read or its checksum is wrong
     */
    ByteBuffer readContent(ContentRef content) throws IOException;

    /** Reads {@code length} octets of content from {@code offset}, without the checksum of the whole. */
    ByteBuffer readContent(ContentRef content, int offset, int length) throws IOException;

    /**
     * Reads the journal of earlier starts once and shows what is still to be done, before {@link #start}. The books and the
     * events are brought up to date on the way.
     */
    void recover(RecoveryListener listener) throws IOException;

    /**
     * The first half of {@link #recover}: books, events, facts, idempotency entries. The listener is shown no acceptance; what is
     * open is shown by what this returns, also after {@link #start}.
     */
    Replay recoverBooks(RecoveryListener listener) throws IOException;

    /** Starts to commit. */
    void start();

    /** The books: what was accepted and what became of it. */
    Books books();

    @Override
    void close();

    /**
     * How far the rows of a job have come.
     *
     * @param nextRow the number behind the last committed row: the highest {@code firstRow + recipientCount()} of its blocks, 0
     *     before the first one. Numbers may be left out between blocks (rows that were rejected), never used twice.
     * @param closed whether its {@code JobClosed} was committed
     */
    record JobProgress(long nextRow, boolean closed) {}

    /** Shown every recipient that is still to be delivered, acceptance by acceptance, in the order of acceptance. */
    interface RecoveryListener {

        /** How far the scan is, in bytes of the journal. */
        void progress(long scannedBytes, long totalBytes);

        /** An acceptance with at least one recipient that has no final outcome. */
        void acceptance(long sequence, SpoolRef place, JournalRecord.Acceptance record, OpenRecipients open);

        /** An idempotency entry that has not expired. */
        void remembered(IdempotencyEntry entry);

        /** The last value of a key that is kept; all of them are shown before the first acceptance. */
        void kept(String key, ByteBuffer value);
    }

    /** The second half of a recovery, to be run once. */
    interface Replay {

        /** How many recipients are open. */
        long recipients();

        /**
         * Shows every acceptance that has an open recipient, on the calling thread, in the order of acceptance. Until it has ended
         * nothing is compacted.
         */
        void run(ReplayListener listener) throws IOException;
    }

    /** Shown what a queue needs to know of mail that is still to be delivered. */
    interface ReplayListener {

        /** How far the recovery is, in bytes of the journal, which is read twice. */
        void progress(long scannedBytes, long totalBytes);

        /** An acceptance with at least one recipient that has no final outcome; returns whether to go on. */
        boolean acceptance(long sequence, SpoolRef place, QueuedMail mail, OpenRecipients open);
    }

    /** Told of what changes the queue, on the committing thread, before the entry's own listener: it must only hand over. */
    interface SpoolObserver {

        /** An acceptance was committed; all its recipients are open. */
        void accepted(long sequence, SpoolRef place, JournalRecord.Acceptance record);

        /** An acceptance was compacted forward; the new place is to be used from now on. */
        void relocated(long acceptance, SpoolRef from, SpoolRef to);
    }

    /** Sets who is told; called once before {@link #start}. */
    void observe(SpoolObserver observer);

    /** Whether this recipient is still open by the books; for checks and tests, not for the path of a message. */
    boolean isOpen(RecipientKey key);
}
