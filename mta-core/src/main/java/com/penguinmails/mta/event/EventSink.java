package com.penguinmails.mta.event;

/** Takes events in the order in which they happened. Called on one thread only, the one that commits the journal. */
public interface EventSink {

    /** Appends one event to the log; never blocks on a reader. */
    void publish(DeliveryEvent event);

    /** Everything published so far may be shown to readers. Called once for each group of commits. */
    void flush();

    /** Forces to disk what was published; called before the journal forgets what the events tell of. */
    void force();

    /** The highest journal sequence number that the log holds; what lies above it is published again after a restart. */
    long lastJournalSequence();

    /** Whether an event of this kind and of {@link #lastJournalSequence} is in the log: a record may tell of two. */
    boolean endsWith(EventType type);
}
