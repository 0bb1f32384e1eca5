package com.penguinmails.control.node;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/**
 * What a node has to hold, as of one instant: one statement reads all of it, so that no part is newer than its version. Keys stand in
 * it as SHA-256, and only those that can send or read messages.
 *
 * <p>Its form has the number {@value #FORMAT}. A node knows exactly the fields of the forms that it knows, and refuses others; so
 * whatever is added takes the next number.
 */
final class ConfigurationDocument {
    static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TIME = "'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"'";
    private static final String READ = """
            SELECT version,
                (SELECT coalesce(json_agg(json_build_object('id', id, 'weight', weight,
                        'priority_class', priority_class,
                        'quota', json_build_object('per_hour', quota_per_hour, 'per_day', quota_per_day),
                        'suspension', CASE WHEN suspended_at IS NULL OR suspended_until <= :now THEN NULL
                            ELSE json_build_object('reason', suspension_reason,
                                'since', to_char(suspended_at AT TIME ZONE 'UTC', $time),
                                'until', to_char(suspended_until AT TIME ZONE 'UTC', $time)) END) ORDER BY id), '[]')
                    FROM tenants) AS tenants,
                (SELECT coalesce(json_agg(json_build_object('id', public_id, 'hash', encode(hash, 'hex'),
                        'tenant_id', tenant_id, 'test', test, 'scopes', scopes, 'allowed_cidrs', allowed_cidrs,
                        'expires_at', to_char(expires_at AT TIME ZONE 'UTC', $time)) ORDER BY public_id), '[]')
                    FROM api_keys WHERE tenant_id IS NOT NULL AND revoked_at IS NULL
                        AND (expires_at IS NULL OR expires_at > :now)
                        AND scopes && ARRAY['messages:send', 'messages:read']) AS keys,
                (SELECT draining FROM nodes WHERE id = :node) AS draining
            FROM configuration""".replace("$time", TIME);

    private ConfigurationDocument() {}

    static long version(Handle handle) {
        return handle.createQuery("SELECT version FROM configuration").mapTo(Long.class).one();
    }

    /**
     * After its database was put back to an earlier state, the control plane has a version that a node is beyond already. It goes
     * beyond that, or no node would take anything from it any more.
     */
    static long raiseAbove(Handle handle, long version) {
        handle.createUpdate("UPDATE configuration SET version = :version + 1 WHERE version <= :version")
                .bind("version", version).execute();
        handle.execute("SELECT pg_notify('penguin_changes', 'configuration')");
        return version(handle);
    }

    /** The whole of it, for one node. */
    static ObjectNode read(Handle handle, String node, Instant now) {
        return handle.createQuery(READ).bind("node", node).bind("now", now).map((row, _) -> {
            ObjectNode document = JsonNodeFactory.instance.objectNode();
            document.put("format", FORMAT).put("version", row.getLong("version"));
            document.putObject("node").put("id", node).put("draining", row.getBoolean("draining"));
            document.set("tenants", tree(row.getString("tenants")));
            document.set("keys", tree(row.getString("keys")));
            return document;
        }).one();
    }

    private static JsonNode tree(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the database writes JSON", e);
        }
    }
}
