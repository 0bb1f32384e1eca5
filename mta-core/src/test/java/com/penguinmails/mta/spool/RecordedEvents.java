package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what was published. */
final class RecordedEvents implements EventSink {
    private final List<DeliveryEvent> events = new CopyOnWriteArrayList<>();
    private volatile long lastSequence;

    static RecordedEvents knowingUpTo(long sequence) {
        var events = new RecordedEvents();
        events.lastSequence = sequence;
        return events;
    }

    List<DeliveryEvent> events() {
        return events;
    }

    @Override
    public void publish(DeliveryEvent event) {
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
