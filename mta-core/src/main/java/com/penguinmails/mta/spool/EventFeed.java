package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.EventSink;
import java.util.ArrayDeque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes the events of what was committed; a log of events that fails costs the mail nothing.
 *
 * <p>The law: events are published in the order of the journal, and none is passed over. What cannot be written now (a full disk)
 * is kept and tried again with each group of commits; when too much is kept, nothing more is published in this run, and the next
 * start publishes it from the journal. As long as an event is missing the journal forgets nothing. One thread owns this.
 */
final class EventFeed {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private static final int MAX_KEPT = 100_000;

    private record Missed(JournalRecord value, long sequence) {}

    private final EventSink sink;
    private final EventProjector projector;
    private final ArrayDeque<Missed> missed = new ArrayDeque<>();
    private boolean behind;

    EventFeed(EventSink sink) {
        this.sink = sink;
        projector = new EventProjector(sink);
    }

    long lastJournalSequence() {
        return sink.lastJournalSequence();
    }

    void publish(JournalRecord value, long sequence) {
        if (behind || missed.isEmpty() && published(value, sequence)) {
            return;
        }
        if (missed.size() < MAX_KEPT) {
            missed.addLast(new Missed(value, sequence));
            return;
        }
        behind = true;
        missed.clear();
        LOG.error("events are not published any more; the next start publishes them from the journal");
    }

    /** Forces the events to disk; false if that failed or one is missing: then the journal must not forget what they tell of. */
    boolean force() {
        if (behind || !missed.isEmpty()) {
            return false;
        }
        try {
            sink.force();
            return true;
        } catch (RuntimeException | InternalError e) {
            LOG.error("events could not be forced", e);
            return false;
        }
    }

    void flush() {
        while (!missed.isEmpty() && published(missed.getFirst().value(), missed.getFirst().sequence())) {
            missed.removeFirst();
        }
        try {
            sink.flush();
        } catch (RuntimeException | InternalError e) {
            LOG.error("events could not be flushed", e);
        }
    }

    private boolean published(JournalRecord value, long sequence) {
        try {
            projector.publish(value, sequence);
            return true;
        } catch (RuntimeException | InternalError e) {
            if (missed.isEmpty()) {
                LOG.error("the event of journal record {} cannot be published now", sequence, e);
            }
            return false;
        }
    }
}
