package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.QueueProxy;
import java.util.Optional;
import java.util.function.Function;

/** Feeds the queue with what was committed. */
public final class QueueFeed implements Spool.SpoolObserver {
    private final QueueProxy queue;
    private final Function<JobId, Optional<JournalRecord.JobOpened>> jobs;

    /** @param jobs as {@link Spool#job} */
    public QueueFeed(QueueProxy queue, Function<JobId, Optional<JournalRecord.JobOpened>> jobs) {
        this.queue = queue;
        this.jobs = jobs;
    }

    @Override
    public void accepted(long sequence, SpoolRef place, JournalRecord.Acceptance record) {
        queue.accepted(sequence, place, QueuedAcceptance.of(record, jobs));
    }

    @Override
    public void relocated(long acceptance, SpoolRef from, SpoolRef to) {
        queue.relocated(acceptance, to);
    }
}
