package com.penguinmails.control.key;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.api.Times;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is stored: everything but the key.
 *
 * @param id {@code key_} and a UUIDv7
 * @param publicId the ten characters by which a presented key is looked up
 * @param test whether it begins with {@code pm_test_}
 * @param terms what it may do, where, and until when
 * @param revokedAt null: it was not revoked
 * @param replacedBy the key that a rotation made in its stead, or null
 */
record StoredKey(String id, String publicId, boolean test, Terms terms, @Nullable Instant revokedAt,
        @Nullable String replacedBy, Instant createdAt) {
    static final String PREFIX = "key_";

    /**
     * What a key may.
     *
     * @param tenantId null: an operator's
     * @param workspaceId null: the whole tenant
     * @param allowedCidrs where it may be used from; empty: anywhere
     * @param expiresAt null: never
     */
    record Terms(@Nullable String tenantId, @Nullable String workspaceId, String name, Set<Scope> scopes,
            List<String> allowedCidrs, @Nullable Instant expiresAt) {

        Terms {
            scopes = Set.copyOf(scopes);
            allowedCidrs = List.copyOf(allowedCidrs);
        }

        Terms expiring(@Nullable Instant at) {
            return new Terms(tenantId, workspaceId, name, scopes, allowedCidrs, at);
        }

        String[] scopeWords() {
            return scopes.stream().map(Scope::word).sorted().toArray(String[]::new);
        }
    }

    static StoredKey read(ResultSet row) throws SQLException {
        Set<Scope> scopes = texts(row, "scopes").stream().flatMap(word -> Scope.parse(word).stream())
                .collect(Collectors.toSet());
        var terms = new Terms(row.getString("tenant_id"), row.getString("workspace_id"), row.getString("name"), scopes,
                texts(row, "allowed_cidrs"), Times.orNull(row, "expires_at"));
        return new StoredKey(row.getString("id"), row.getString("public_id"), row.getBoolean("test"), terms,
                Times.orNull(row, "revoked_at"), row.getString("replaced_by"), Times.of(row, "created_at"));
    }

    private static List<String> texts(ResultSet row, String column) throws SQLException {
        Array array = row.getArray(column);
        return Arrays.asList((String[]) array.getArray());
    }

    String state(Instant now) {
        if (revokedAt != null) {
            return "revoked";
        }
        Instant expires = terms.expiresAt();
        return expires != null && !expires.isAfter(now) ? "expired" : "active";
    }

    /** As clients see it; the key itself is only in the answer to its creation. */
    ObjectNode toJson(Instant now) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id).put("tenant_id", terms.tenantId()).put("workspace_id", terms.workspaceId())
                .put("name", terms.name()).put("public_id", publicId).put("test", test).put("state", state(now));
        new TreeSet<>(List.of(terms.scopeWords())).forEach(json.putArray("scopes")::add);
        terms.allowedCidrs().forEach(json.putArray("allowed_cidrs")::add);
        return json.put("expires_at", Times.text(terms.expiresAt())).put("revoked_at", Times.text(revokedAt))
                .put("replaced_by", replacedBy).put("created_at", Times.text(createdAt));
    }
}
