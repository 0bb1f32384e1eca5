package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was published. */
final class RecordedEvents implements EventSink {
    private final List<DeliveryEvent> events = new ArrayList<>();
    private volatile long lastSequence;

    static RecordedEvents knowingUpTo(long sequence) {
        var events = new RecordedEvents();
        events.lastSequence = sequence;
        return events;
    }

    synchronized List<DeliveryEvent> events() {
        return List.copyOf(events);
    }

    @Override
    public synchronized void publish(DeliveryEvent event) {
        events.add(event);
        lastSequence = Math.max(lastSequence, event.journalSequence());
    }

    @Override
    public void flush() {}

    @Override
    public void force() {}

    @Override
    public long lastJournalSequence() {
        return lastSequence;
    }
}
