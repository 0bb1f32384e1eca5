package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where each open job goes on, and which has a writer now: a job has one at a time. Rows rejected behind the last good one are
 * known here only, and for the {@value #MAX} jobs that ended last; without that knowledge, as after a restart, a job goes on
 * behind its last good row, and rows that were rejected are sent and rejected once more.
 *
 * <p>A job that was cut, and to which nobody comes back, is idle after a time, counted from its last request or from this start.
 * Thread-safe.
 */
final class OpenJobs {
    private static final int MAX = 10_000;

    /** Idle jobs are looked for at most once in this time. */
    private static final long LOOK_NANOS = Duration.ofMinutes(1).toNanos();

    private final Spool spool;
    private final Clock clock;
    private final long idleNanos;
    private final long startNanos;
    private final Map<JobId, Long> used = new HashMap<>();
    private long lookedNanos;
    private final Set<JobId> writing = new HashSet<>();
    private final Map<JobId, Long> offsets = new LinkedHashMap<>();

    /** @param idle after which a job to which nobody writes may be closed */
    OpenJobs(Spool spool, Clock clock, Duration idle) {
        this.spool = spool;
        this.clock = clock;
        idleNanos = idle.toNanos();
        startNanos = clock.nanoTime();
        lookedNanos = startNanos;
    }

    /** Takes the job for writing; false if another request writes to it. What is taken must be given back. */
    synchronized boolean take(JobId id) {
        return writing.add(id);
    }

    /** Gives the job back. */
    synchronized void giveBack(JobId id) {
        writing.remove(id);
        used.put(id, clock.nanoTime());
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
        used.remove(id);
    }

    /** How many jobs are begun and not closed. */
    int count() {
        return spool.openJobs().size();
    }

    /** The open jobs that have been idle for too long; none if it was asked a moment ago. */
    List<JobId> idle() {
        long now = clock.nanoTime();
        synchronized (this) {
            if (now - lookedNanos < Math.min(LOOK_NANOS, idleNanos)) {
                return List.of();
            }
            lookedNanos = now;
        }
        List<JobId> open = spool.openJobs();
        synchronized (this) {
            used.keySet().retainAll(Set.copyOf(open));
            return open.stream().filter(id -> !writing.contains(id))
                    .filter(id -> now - used.getOrDefault(id, startNanos) >= idleNanos).toList();
        }
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
