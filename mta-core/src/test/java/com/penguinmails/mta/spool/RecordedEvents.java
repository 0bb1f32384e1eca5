package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was published. */
final class RecordedEvents implements EventSink {
    private final List<DeliveryEvent> events = new ArrayList<>();
    private volatile long lastSequence;
    private long known = -1;

    static RecordedEvents knowingUpTo(long sequence) {
        var events = new RecordedEvents();
        events.lastSequence = sequence;
        events.known = sequence;
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

    @Override
    public synchronized boolean endsWith(EventType type) {
        long last = lastJournalSequence();
        return last == known
                || events.stream().anyMatch(event -> event.journalSequence() == last && event.type() == type);
    }
}
