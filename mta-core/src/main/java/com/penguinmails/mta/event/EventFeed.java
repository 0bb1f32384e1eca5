package com.penguinmails.mta.event;

import com.penguinmails.mta.message.MessageId;
import java.time.Duration;
import java.util.List;

/** Reads events. Thread-safe; a reader costs the writer nothing, however slow it is. */
public interface EventFeed {

    /**
     * Events after the cursor, oldest first. Where those next to the cursor were dropped for age, it goes on with the oldest kept.
     *
     * @param limit 1 to 10,000
     */
    List<LoggedEvent> after(EventCursor cursor, int limit);

    /** Waits until there is an event after the cursor; false if the time is over first. Blocks its thread. */
    boolean await(EventCursor cursor, Duration time) throws InterruptedException;

    /** What is known of one message, oldest first; empty when it was never heard of or its events were dropped for age. */
    List<LoggedEvent> ofMessage(MessageId id);

    /** The newest event's place. */
    EventCursor last();
}
