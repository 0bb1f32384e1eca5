package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.EventSink;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes the events of what was committed; a log of events that fails costs the mail nothing. One thread owns this. */
final class EventFeed {
    private static final Logger LOG = LoggerFactory.getLogger(EventFeed.class);
    private final EventSink sink;
    private final EventProjector projector;

    EventFeed(EventSink sink) {
        this.sink = sink;
        projector = new EventProjector(sink);
    }

    long lastJournalSequence() {
        return sink.lastJournalSequence();
    }

    void publish(JournalRecord value, long sequence) {
        try {
            projector.publish(value, sequence);
        } catch (RuntimeException | InternalError e) {
            LOG.error("the event of journal record {} could not be published", sequence, e);
        }
    }

    /** Forces the events to disk; false if that failed, and then the journal must not forget what they tell of. */
    boolean force() {
        try {
            sink.force();
            return true;
        } catch (RuntimeException | InternalError e) {
            LOG.error("events could not be forced", e);
            return false;
        }
    }

    void flush() {
        try {
            sink.flush();
        } catch (RuntimeException | InternalError e) {
            LOG.error("events could not be flushed", e);
        }
    }
}
