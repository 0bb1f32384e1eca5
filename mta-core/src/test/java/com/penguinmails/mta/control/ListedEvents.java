package com.penguinmails.mta.control;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventCursor;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;

/** So many events, all alike, whose positions begin at 1. */
final class ListedEvents implements EventFeed {
    private long count;

    synchronized void add(int more) {
        count += more;
        notifyAll();
    }

    @Override
    public synchronized List<LoggedEvent> after(EventCursor cursor, int limit) {
        return LongStream.rangeClosed(cursor.position() + 1, count).limit(limit)
                .mapToObj(place -> new LoggedEvent(new EventCursor(place), new DeliveryEvent(EventType.DELIVERED, 1_000,
                        place, Labels.ofTenant("acme"), new MessageId(1, place), null, "a@b.test", 1, 1, null)))
                .toList();
    }

    @Override
    public synchronized boolean await(EventCursor cursor, Duration time) throws InterruptedException {
        for (int i = 0; i < 100 && cursor.position() >= count; i++) {
            wait(Math.max(1, time.toMillis() / 100));
        }
        return cursor.position() < count;
    }

    @Override
    public List<LoggedEvent> ofMessage(MessageId id) {
        return List.of();
    }

    @Override
    public synchronized EventCursor last() {
        return new EventCursor(count);
    }
}
