package com.penguinmails.control.key;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.control.api.Caller;
import com.penguinmails.control.api.FutureTime;
import com.penguinmails.control.api.Owner;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.api.Words;
import com.penguinmails.mta.accept.NetworkBlock;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.message.Base32Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a new key may do. A key gives no more than it has itself. */
final class KeyReader {
    private static final int MAX_NAME = 200;
    private static final int MAX_CIDRS = 100;
    private static final int MAX_WORD = 64;

    private KeyReader() {}

    static StoredKey.Terms read(JsonFields fields, Caller caller, Instant now) {
        String tenant = Owner.optional(fields, caller);
        String workspace = fields.optionalText("workspace_id", MAX_WORD);
        if (workspace != null && (tenant == null || !Base32Id.isOne("wsp_", workspace))) {
            fields.problem("/workspace_id", "not_found", "there is none with this id in that tenant");
        }
        return new StoredKey.Terms(tenant, workspace, Words.required(fields, "name", MAX_NAME),
                scopes(fields, caller, tenant), cidrs(fields), FutureTime.read(fields, "expires_at", now));
    }

    private static Set<Scope> scopes(JsonFields fields, Caller caller, @Nullable String tenant) {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        JsonNode given = fields.node("scopes");
        if (given == null || given.isArray() && given.isEmpty()) {
            fields.problem("/scopes", "required", "what the key may do: " + String.join(", ", Scope.words()));
            return scopes;
        }
        scopes.addAll(fields.list("scopes", Scope.values().length,
                (place, node) -> scope(fields, place, node, caller, tenant)));
        return scopes;
    }

    private static @Nullable Scope scope(JsonFields fields, String place, JsonNode node, Caller caller,
            @Nullable String tenant) {
        String word = fields.textOf(place, node, MAX_WORD);
        if (word == null) {
            return null;
        }
        Scope scope = Scope.parse(word).filter(Scope::isForKeys).orElse(null);
        if (scope == null) {
            fields.problem(place, "word_unknown", "one of these is expected: " + String.join(", ", Scope.words()));
        } else if (scope.isForOperators() && tenant != null) {
            fields.problem(place, "scope_not_allowed", "only an operator's key can have this scope");
            return null;
        } else if (!caller.scopes().contains(scope)) {
            fields.problem(place, "scope_not_allowed", "a key can give only scopes that it has itself");
            return null;
        }
        return scope;
    }

    private static List<String> cidrs(JsonFields fields) {
        return new ArrayList<>(fields.list("allowed_cidrs", MAX_CIDRS, (place, node) -> cidr(fields, place, node)));
    }

    private static @Nullable String cidr(JsonFields fields, String place, JsonNode node) {
        String text = fields.textOf(place, node, MAX_WORD);
        try {
            return text == null ? null : NetworkBlock.parse(text).toString();
        } catch (IllegalArgumentException e) {
            fields.problem(place, "network_invalid", String.valueOf(e.getMessage()));
            return null;
        }
    }
}
