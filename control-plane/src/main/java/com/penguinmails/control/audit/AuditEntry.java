package com.penguinmails.control.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One entry of the audit log as JSON: what clients see is exactly what is hashed. The hash is SHA-256 over the entry without its
 * {@code hash}, members sorted by name, without blanks, in UTF-8. It covers the previous entry's hash and so all before it.
 */
final class AuditEntry {
    /** What the first entry of a chain has for the hash of the one before it. */
    static final String BEGINNING = "0".repeat(64);
    private static final ObjectMapper CANONICAL = JsonMapper.builder().enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED)
            .build();

    private AuditEntry() {}

    static String hash(ObjectNode entry) {
        ObjectNode hashed = entry.deepCopy();
        hashed.remove("hash");
        try {
            byte[] text = canonical(hashed).getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    static String canonical(JsonNode node) {
        try {
            return CANONICAL.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always written", e);
        }
    }

    /** @throws IllegalStateException if the text, which only {@link #canonical} writes, is no object */
    static ObjectNode parse(String canonical) {
        try {
            return (ObjectNode) CANONICAL.readTree(canonical);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an audit entry holds something that is no JSON", e);
        }
    }
}
