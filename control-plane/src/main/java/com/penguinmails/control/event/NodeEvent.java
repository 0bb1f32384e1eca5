package com.penguinmails.control.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.message.Labels;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An event as a node tells it.
 *
 * @param id its place in the node's log: {@code evt_} and 16 hexadecimal digits
 * @param at when it happened, by the node's clock
 * @param count how many recipients it tells of
 * @param body all of it, as it came
 */
record NodeEvent(String id, Instant at, String tenant, String type, long count, ObjectNode body) {
    static final String ID = "evt_[0-9a-f]{16}";
    private static final String TYPE = "[a-z]{1,30}\\.[a-z_]{1,30}";
    private static final long MAX_COUNT = 1_000_000_000;
    private static final int MAX_TEXT = 100;
    /** More than a node ever says. */
    private static final int MAX_BODY = 16_384;

    /** Null, with a problem noted, where it is none. */
    static @Nullable NodeEvent read(JsonFields parent, String place, JsonNode node) {
        if (!(node instanceof ObjectNode object)) {
            parent.problem(place, "type_invalid", "an object is expected");
            return null;
        }
        JsonFields fields = parent.within(place, object);
        int before = fields.problems().size();
        String id = matching(fields, "id", ID);
        String type = matching(fields, "type", TYPE);
        String tenant = fields.requiredText("tenant", MAX_TEXT);
        long millis = fields.node("timestamp") == null ? -1 : fields.millis("timestamp");
        Long count = fields.whole("count", 1, MAX_COUNT);
        if (millis < 0) {
            fields.problem("/timestamp", "time_invalid", "a time after 1970 is expected");
        }
        if (object.toString().length() > MAX_BODY || object.toString().contains("\\u0000")) {
            fields.problem("", "too_long", "an event has at most " + MAX_BODY + " characters, and no NUL among them");
        }
        requireLabel(fields, tenant);
        return fields.problems().size() > before
                ? null
                : new NodeEvent(id, Instant.ofEpochMilli(millis), tenant, type, count == null ? 1 : count, object);
    }

    private static void requireLabel(JsonFields fields, String tenant) {
        try {
            if (!tenant.isEmpty()) {
                var _ = Labels.ofTenant(tenant);
            }
        } catch (IllegalArgumentException e) {
            fields.problem("/tenant", "label_invalid", String.valueOf(e.getMessage()));
        }
    }

    private static String matching(JsonFields fields, String name, String pattern) {
        String text = fields.requiredText(name, MAX_TEXT);
        if (!text.isEmpty() && !text.matches(pattern)) {
            fields.problem('/' + name, "form_invalid", "a text of the form " + pattern + " is expected");
        }
        return text;
    }

    /** What a table of {@link EventStore} is filled with. */
    List<String> row(String day) {
        return List.of(day, id, at.toString(), tenant, type, Long.toString(count), body.toString());
    }
}
