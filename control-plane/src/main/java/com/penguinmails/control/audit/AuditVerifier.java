package com.penguinmails.control.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Recomputes an exported audit log: each entry's hash, that it holds the hash of the one before it, and that no number is missing. For
 * one thread.
 */
public final class AuditVerifier {
    private final Map<String, End> ends = new TreeMap<>();

    /** How a chain ends: the number and the hash of its last entry. */
    public record End(long length, String head) {}

    /** Takes the next entry; what is wrong with it, or empty. */
    public Optional<String> accept(JsonNode node) {
        if (!(node instanceof ObjectNode entry) || !entry.path("chain").isTextual()) {
            return Optional.of("a line is no entry of an audit log");
        }
        String chain = entry.path("chain").asText();
        End before = ends.getOrDefault(chain, new End(0, AuditEntry.BEGINNING));
        String where = "chain " + chain + ", entry " + entry.path("number").asText() + ": ";
        if (entry.path("number").asLong() != before.length() + 1) {
            return Optional.of(where + "entry " + (before.length() + 1) + " is missing");
        }
        if (!entry.path("previous_hash").asText().equals(before.head())) {
            return Optional.of(where + "it does not follow the entry before it");
        }
        String hash = AuditEntry.hash(entry);
        if (!entry.path("hash").asText().equals(hash)) {
            return Optional.of(where + "it was changed after it was written");
        }
        ends.put(chain, new End(before.length() + 1, hash));
        return Optional.empty();
    }

    /** How each chain ends, as far as it was taken. */
    public Map<String, End> ends() {
        return Map.copyOf(ends);
    }
}
