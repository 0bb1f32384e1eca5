package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.spool.Spool;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where each open job goes on, and which has a writer now: a job has one at a time. Rows rejected behind the last good one are
 * known here only, and for the {@value #MAX} jobs that ended last; without that knowledge, as after a restart, a job goes on
 * behind its last good row, and rows that were rejected are sent and rejected once more. Thread-safe.
 */
final class OpenJobs {
    private static final int MAX = 10_000;

    private final Spool spool;
    private final Set<JobId> writing = new HashSet<>();
    private final Map<JobId, Long> offsets = new LinkedHashMap<>();

    OpenJobs(Spool spool) {
        this.spool = spool;
    }

    /** Takes the job for writing; false if another request writes to it. What is taken must be given back. */
    synchronized boolean take(JobId id) {
        return writing.add(id);
    }

    /** Gives the job back. */
    synchronized void giveBack(JobId id) {
        writing.remove(id);
    }

    /** Notes how far the rows were read: the number of the next one. */
    synchronized void note(JobId id, long nextRow) {
        offsets.remove(id);
        offsets.put(id, nextRow);
        if (offsets.size() > MAX) {
            offsets.remove(offsets.keySet().iterator().next());
        }
    }

    /** Forgets a job that was closed. */
    synchronized void forget(JobId id) {
        offsets.remove(id);
    }

    /** The number of the next row. */
    long nextRow(JobId id) {
        long committed = spool.jobProgress(id).map(Spool.JobProgress::nextRow).orElse(0L);
        return Math.max(committed, noted(id).orElse(0L));
    }

    private synchronized Optional<Long> noted(JobId id) {
        return Optional.ofNullable(offsets.get(id));
    }
}
