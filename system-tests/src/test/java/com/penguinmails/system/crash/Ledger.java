package com.penguinmails.system.crash;

import com.fasterxml.jackson.databind.JsonNode;
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
        if (FINAL.contains(type) && seen.add(event.path("id").asText())) {
            String recipient = event.path("recipient").asText();
            String before = outcomes.put(recipient, type.substring(type.indexOf('.') + 1));
            if (before != null) {
                throw new AssertionError(recipient + " has two outcomes: " + before + " and " + type);
            }
        }
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
