package com.penguinmails.mta.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a check that spans several records found, each under the key that it is about, such as {@code limits[2].provider}; the
 * reader adds the lines. Not thread-safe.
 */
final class KeyProblems {
    private final Map<String, String> messages = new LinkedHashMap<>();

    /** Thrown by a record's constructor. */
    static final class Found extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;
        private final transient Map<String, String> messages;

        Found(Map<String, String> messages) {
            super(String.join("; ", messages.entrySet().stream().map(e -> e.getKey() + ": " + e.getValue()).toList()));
            this.messages = Map.copyOf(messages);
        }

        Map<String, String> messages() {
            return messages;
        }
    }

    void add(String key, String message) {
        messages.put(key, message);
    }

    /** @throws Found if there is any */
    void throwIfAny() {
        if (!messages.isEmpty()) {
            throw new Found(messages);
        }
    }
}
