package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventCursor;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.message.MessageId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The event log without a disk: a list whose positions begin at 1. */
final class MemoryEvents implements EventSink, EventFeed {
    private final List<DeliveryEvent> events = new ArrayList<>();

    @Override
    public synchronized void publish(DeliveryEvent event) {
        events.add(event);
        notifyAll();
    }

    /** As if all were too old to be kept. */
    synchronized void dropAll() {
        events.clear();
    }

    @Override
    public void flush() {}

    @Override
    public void force() {}

    @Override
    public synchronized long lastJournalSequence() {
        return events.stream().mapToLong(DeliveryEvent::journalSequence).max().orElse(0);
    }

    @Override
    public synchronized boolean endsWith(EventType type) {
        long last = lastJournalSequence();
        return events.stream().anyMatch(event -> event.journalSequence() == last && event.type() == type);
    }

    @Override
    public synchronized List<LoggedEvent> after(EventCursor cursor, int limit) {
        var page = new ArrayList<LoggedEvent>();
        for (long i = cursor.position(); i < events.size() && page.size() < limit; i++) {
            page.add(new LoggedEvent(new EventCursor(i + 1), events.get((int) i)));
        }
        return page;
    }

    @Override
    public synchronized boolean await(EventCursor cursor, Duration time) throws InterruptedException {
        long waits = Math.max(time.toMillis() / 10, 1);
        while (events.size() <= cursor.position() && waits-- > 0) {
            wait(10);
        }
        return events.size() > cursor.position();
    }

    @Override
    public synchronized List<LoggedEvent> ofMessage(MessageId id) {
        return after(EventCursor.start(), Integer.MAX_VALUE).stream()
                .filter(logged -> logged.event().messageId().equals(id)).toList();
    }

    @Override
    public synchronized EventCursor last() {
        return new EventCursor(events.size());
    }
}
