package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.event.LoggedEvent;
import com.penguinmails.mta.schedule.InsertReason;
import com.penguinmails.mta.schedule.MailQueue.RecipientState;
import com.penguinmails.mta.spool.JournalRecord;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Each recipient of a message with its state: what the queue says of those that are open, what the events say of the others.
 * States: {@code queued}, {@code scheduled}, {@code delayed} (our limit), {@code deferred} (the receiver's 4xx), {@code sending},
 * {@code delivered}, {@code bounced}, {@code expired}, {@code cancelled}, {@code failed} (its template could not be rendered).
 */
final class RecipientViews {
    private final Map<String, View> views = new LinkedHashMap<>();

    /** One recipient: its last event, and the queue's word while it is open. */
    private record View(@Nullable DeliveryEvent last, @Nullable RecipientState open) {}

    RecipientViews(List<LoggedEvent> events, List<RecipientState> open, Optional<JournalRecord.Message> acceptance) {
        acceptance.ifPresent(message -> message.recipients()
                .forEach(recipient -> views.put(recipient.forwardPath().toString(), new View(null, null))));
        for (LoggedEvent logged : events) {
            if (!logged.event().recipient().isEmpty()) {
                views.put(logged.event().recipient(), new View(logged.event(), null));
            }
        }
        acceptance.ifPresent(message -> open.forEach(state -> views.computeIfPresent(
                message.recipients().get(state.index()).forwardPath().toString(),
                (_, view) -> new View(view.last(), state))));
    }

    /** How many recipients ended that way. */
    static int finals(List<LoggedEvent> events, EventType type) {
        return events.stream().map(LoggedEvent::event).filter(event -> event.type() == type)
                .mapToInt(DeliveryEvent::count).sum();
    }

    /** The state of all, if it is one, else {@code mixed}. */
    String overall() {
        List<String> states = views.values().stream().map(RecipientViews::state).distinct().toList();
        return states.isEmpty() ? "queued" : states.size() == 1 ? states.getFirst() : "mixed";
    }

    ArrayNode toJson() {
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        views.forEach((address, view) -> write(array.addObject().put("address", address), view));
        return array;
    }

    private static void write(ObjectNode json, View view) {
        json.put("state", state(view));
        DeliveryEvent last = view.last();
        RecipientState open = view.open();
        json.put("attempts", open != null ? open.attempts() : last == null ? 0 : last.attempt());
        if (open != null) {
            put(json, "reason", open.reason());
            if (open.releaseMillis() > 0) {
                json.put("release_at", Instant.ofEpochMilli(open.releaseMillis()).toString());
            }
        }
        EventDetail detail = last == null ? null : last.detail();
        if (detail != null) {
            put(json, "last_status", detail.enhancedStatus());
            put(json, "last_diagnostic", detail.diagnostic());
        }
    }

    private static String state(View view) {
        RecipientState open = view.open();
        DeliveryEvent last = view.last();
        if (open != null) {
            return word(open);
        }
        return last == null ? "queued" : switch (last.type()) {
            case DELIVERED -> "delivered";
            case BOUNCED -> "bounced";
            case EXPIRED -> "expired";
            case CANCELLED -> "cancelled";
            case RENDERING_FAILED -> "failed";
            case DEFERRED -> "deferred";
            case DELAYED -> "delayed";
            case SCHEDULED -> "scheduled";
            default -> "queued";
        };
    }

    /** The state of an open recipient. */
    static String word(RecipientState open) {
        return switch (open.state()) {
            case "ready", "resolving" -> "queued";
            case "scheduled" -> open.insertReason() == InsertReason.DEFERRED ? "deferred" : "scheduled";
            default -> open.state();
        };
    }

    private static void put(ObjectNode json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
