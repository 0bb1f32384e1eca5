package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;

/** Events that nobody reads, so that only the spool is measured. */
final class SilentEvents implements EventSink {
    @Override
    public void publish(DeliveryEvent event) {
        // nobody reads it
    }

    @Override
    public void flush() {
        // nothing was kept
    }

    @Override
    public void force() {
        // nothing was kept
    }

    @Override
    public long lastJournalSequence() {
        return Long.MAX_VALUE / 2;
    }

    @Override
    public boolean endsWith(EventType type) {
        return true;
    }
}
