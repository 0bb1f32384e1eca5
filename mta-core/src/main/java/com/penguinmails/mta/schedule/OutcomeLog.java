package com.penguinmails.mta.schedule;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import java.util.List;

/** Where the queue writes down what became of recipients. Thread-safe; nothing blocks. */
public interface OutcomeLog {

    /**
     * Hands over the outcomes of one transaction, which are written together.
     *
     * @return false if there is no room now; nothing was taken, offer again later ({@link #whenRoom})
     */
    boolean offer(List<Entry> entries, Listener listener);

    /** Tells readers of an event that changes nothing; false if there was no room for it. */
    boolean note(DeliveryEvent event);

    /**
     * Hands over a fact that is kept until another value of its key comes; an empty value ends it.
     *
     * @param reports events that are published with it
     * @return false if there is no room now; nothing was taken, offer again later ({@link #whenRoom})
     */
    boolean keep(String key, byte[] value, List<DeliveryEvent> reports, Listener listener);

    /** Octets outside the heap that it keeps for queued recipients, beside the queue. */
    default long memoryBytes() {
        return 0;
    }

    /** Calls back once, on any thread, when there is room. */
    void whenRoom(Runnable callback);

    /**
     * What became of one recipient.
     *
     * @param acceptedIn where its acceptance lies
     */
    record Entry(RecipientKey key, SpoolRef acceptedIn, DeliveryEvent event) {}

    /** Told once what became of an offer, on the writing thread: it must only hand over. */
    interface Listener {

        /** On disk. */
        void committed();

        /** Not on disk, and will not be after a restart. */
        void failed(String reason);
    }
}
