package com.penguinmails.system.crash;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.event.EventCursor;
import com.penguinmails.system.fixture.NodeProcess;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The final outcome of each recipient as a reader of events learns it, who keeps its place over all crashes of the node. For one
 * thread.
 */
final class Ledger {
    private static final Set<String> FINAL = Set.of("message.delivered", "message.bounced", "message.expired",
            "message.canceled", "message.rendering_failed");

    private final Map<String, String> outcomes = new HashMap<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> broken = new HashSet<>();
    private String cursor = "";

    /** Reads on to the end. */
    void readFrom(NodeProcess node) throws IOException, InterruptedException {
        boolean more = true;
        while (more) {
            JsonNode page = node.get(node.api("/v1/events?limit=100" + (cursor.isEmpty() ? "" : "&after=" + cursor)));
            if (!page.path("data").isArray()) {
                throw new AssertionError("no events behind " + cursor + ": " + page);
            }
            page.path("data").forEach(this::note);
            cursor = page.path("next_cursor").asText(cursor);
            more = page.path("has_more").asBoolean();
        }
    }

    private void note(JsonNode event) {
        String type = event.path("type").asText();
        if (isOfBrokenConnection(event)) {
            broken.add(event.path("message_id").asText() + event.path("timestamp").asText());
        }
        if (FINAL.contains(type) && seen.add(event.path("id").asText())) {
            String recipient = event.path("recipient").asText();
            String before = outcomes.put(recipient, type.substring(type.indexOf('.') + 1));
            if (before != null) {
                throw new AssertionError(recipient + " has two outcomes: " + before + " and " + type);
            }
        }
    }

    /** An attempt that ended with what is no reply, though there was somebody to give one. */
    private static boolean isOfBrokenConnection(JsonNode event) {
        String diagnostic = event.path("diagnostic").asText();
        return event.has("remote_mta") && !diagnostic.isEmpty() && !Character.isDigit(diagnostic.charAt(0));
    }

    /** How many transactions were open when their connection broke or their receiver was waited for too long. */
    int brokenTransactions() {
        return broken.size();
    }

    /** The last event that was read. */
    EventCursor cursor() {
        return cursor.isEmpty() ? EventCursor.start() : EventCursor.parse(cursor);
    }

    /** The final outcome of a recipient; empty if it has none. */
    String of(String recipient) {
        return outcomes.getOrDefault(recipient, "");
    }

    /** Those that have a final outcome. */
    Set<String> recipients() {
        return outcomes.keySet();
    }

    int count(String outcome) {
        return (int) outcomes.values().stream().filter(outcome::equals).count();
    }
}
