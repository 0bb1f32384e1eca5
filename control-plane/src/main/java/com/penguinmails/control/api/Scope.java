package com.penguinmails.control.api;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What a key may do. Those for operators alone can be given to no tenant's key. */
public enum Scope {
    TENANTS_READ("tenants:read", false),
    TENANTS_WRITE("tenants:write", true),
    WORKSPACES_READ("workspaces:read", false),
    WORKSPACES_WRITE("workspaces:write", false),
    DOMAINS_READ("domains:read", false),
    DOMAINS_WRITE("domains:write", false),
    API_KEYS_READ("api-keys:read", false),
    API_KEYS_WRITE("api-keys:write", false),
    AUDIT_LOG_READ("audit-log:read", false),
    MESSAGES_SEND("messages:send", false),
    MESSAGES_READ("messages:read", false),
    EVENTS_READ("events:read", false),
    USAGE_READ("usage:read", false),
    NODES_READ("nodes:read", true),
    NODES_WRITE("nodes:write", true),
    /** Of a node that is registered; no API key has it. */
    NODE("node", true),
    /** Of a node's one-time token; no API key has it. */
    NODE_REGISTER("node:register", true);

    private final String word;
    private final boolean forOperators;

    Scope(String word, boolean forOperators) {
        this.word = word;
        this.forOperators = forOperators;
    }

    /** As it stands in requests and answers, such as {@code tenants:read}. */
    public String word() {
        return word;
    }

    public boolean isForOperators() {
        return forOperators;
    }

    /** Whether an API key can have it. */
    public boolean isForKeys() {
        return this != NODE && this != NODE_REGISTER;
    }

    /** All that an API key can have. */
    public static Set<Scope> ofKeys() {
        return Arrays.stream(values()).filter(Scope::isForKeys).collect(Collectors.toUnmodifiableSet());
    }

    public static Optional<Scope> parse(String word) {
        return Arrays.stream(values()).filter(scope -> scope.word.equals(word.toLowerCase(Locale.ROOT))).findFirst();
    }

    /** As keys can have them. */
    public static List<String> words() {
        return Arrays.stream(values()).filter(Scope::isForKeys).map(Scope::word).toList();
    }
}
