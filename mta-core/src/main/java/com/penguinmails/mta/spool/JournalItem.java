package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a frame of the journal holds: facts of the outside, and what the spool notes for itself. */
sealed interface JournalItem {

    /** A record that was offered. */
    record Fact(JournalRecord value) implements JournalItem {}

    /**
     * An outcome of a recipient that was not open when it came: it changes nothing and is not kept, so that every outcome in the
     * journal counts, even when the acceptance it belongs to was deleted long before.
     */
    record Discarded(JournalRecord.Attempted value) implements JournalItem {}

    /**
     * An acceptance was moved to where this stands, with its content; earlier places are void.
     *
     * @param acceptance its number, which stays
     * @param open its recipients that had no final outcome at this moment; the others have one
     */
    record Relocation(long acceptance, JournalRecord.Acceptance value, List<OpenRecipient> open)
            implements
                JournalItem {

        public Relocation {
            open = List.copyOf(open);
        }
    }

    /** The template of a job was moved. */
    record TemplateMoved(JobId job, ContentRef template) implements JournalItem {}

    /** All that was settled before the file that this stands at the head of. */
    record Checkpoint(BooksState books) implements JournalItem {}

    /**
     * A recipient without a final outcome.
     *
     * @param dueMillis the next attempt; 0 if none was made
     */
    record OpenRecipient(int index, int attempts, long dueMillis) {}

    /** The books as they stand in a checkpoint. */
    record BooksState(Books.BooksSnapshot totals, List<JobState> jobs) {

        public BooksState {
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * A job in a checkpoint.
     *
     * @param opened without its idempotency entry; null if the record that opened it was never seen
     * @param rows how many rows it has so far
     */
    record JobState(JobId id, JournalRecord.@Nullable JobOpened opened, long rows, boolean closed, Balance balance) {}
}
