package com.penguinmails.mta.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.http.EventJson;
import com.penguinmails.mta.event.EventCursor;
import com.penguinmails.mta.event.EventFeed;
import com.penguinmails.mta.event.LoggedEvent;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands the node's events on, in their order, from the place up to which the control plane has stored them: it keeps that place, with
 * the events, so that after any failure it is asked and the next ones are told, or the same once more. A control plane that is away
 * costs nothing but events that grow too old for the node's own log. For one thread.
 */
final class EventCourier {
    private static final Logger LOG = LoggerFactory.getLogger(EventCourier.class);
    private static final int MOST_EVENTS = 500;
    /** Half of the smallest request that a control plane takes by its shipped settings. */
    private static final int MOST_OCTETS = 128 * 1024;
    private static final Duration QUIET = Duration.ofSeconds(15);
    private static final Duration ANSWER_TIME = Duration.ofSeconds(30);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final EventFeed feed;
    private final ControlClient client;
    private @Nullable EventCursor stored;
    private int mostEvents = MOST_EVENTS;

    EventCourier(EventFeed feed, ControlClient client) {
        this.feed = feed;
        this.client = client;
    }

    /** Whether it has to be asked up to where events are stored. */
    boolean isLost() {
        return stored == null;
    }

    /**
     * Goes on behind that event.
     *
     * @param cursor as the control plane says it; empty: it has none
     */
    void begin(String cursor) throws IOException {
        try {
            EventCursor place = cursor.isEmpty() ? EventCursor.start() : EventCursor.parse(cursor);
            if (place.position() > feed.last().position()) {
                LOG.warn("The control plane has events up to {}, this node's log ends at {}: it is told all of it",
                        place, feed.last());
                place = EventCursor.start();
            }
            stored = place;
        } catch (IllegalArgumentException e) {
            throw new IOException("the place in the events: " + e.getMessage(), e);
        }
    }

    /** Tells what comes next, or waits a while for it. */
    void carry(String credential) throws IOException, InterruptedException {
        EventCursor place = stored;
        if (place == null) {
            throw new IllegalStateException("begin comes first");
        }
        List<LoggedEvent> page = feed.after(place, mostEvents);
        if (page.isEmpty()) {
            var _ = feed.await(place, QUIET);
            return;
        }
        // If it fails, it is not known whether they are stored.
        stored = null;
        stored = tell(page, credential);
    }

    private EventCursor tell(List<LoggedEvent> page, String credential) throws IOException, InterruptedException {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ArrayNode events = body.putArray("events");
        int octets = 0;
        EventCursor last = EventCursor.start();
        for (LoggedEvent event : page) {
            JsonNode json = EventJson.write(event);
            octets += JSON.writeValueAsBytes(json).length;
            if (octets > MOST_OCTETS && !events.isEmpty()) {
                break;
            }
            events.add(json);
            last = event.cursor();
        }
        ControlClient.Reply reply = client.post("/v1/node/events", credential, body, ANSWER_TIME);
        if (reply.status() == 413) {
            mostEvents = Math.max(1, events.size() / 2);
        }
        if (reply.status() != 200) {
            throw new IOException("events were not taken: " + reply.problem());
        }
        return last;
    }
}
