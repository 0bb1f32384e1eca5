package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.QueueProxy;

/** Feeds the queue with what was committed. */
public final class QueueFeed implements Spool.SpoolObserver {
    private final QueueProxy queue;

    public QueueFeed(QueueProxy queue) {
        this.queue = queue;
    }

    @Override
    public void accepted(long sequence, SpoolRef place, JournalRecord.Acceptance record) {
        queue.accepted(sequence, place, record);
    }

    @Override
    public void relocated(long acceptance, SpoolRef from, SpoolRef to) {
        queue.relocated(acceptance, to);
    }
}
