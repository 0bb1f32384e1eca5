package com.penguinmails.control.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;
import org.jdbi.v3.core.Handle;

/**
 * Writes who changed what, in the transaction of the change: there is no change without its entry, and no entry without its change.
 * Entries form one chain for each tenant, which holds what operators did to it as well, and one for what belongs to no tenant. The
 * database refuses to change or remove an entry, even to the owner of the tables. Thread-safe.
 */
public final class AuditLog {
    /** The chain of what belongs to no tenant. */
    public static final String OPERATOR_CHAIN = "operator";
    private static final Set<String> UNTOLD = Set.of("updated_at");

    private final Clock clock;
    private final IdGenerator ids;

    public AuditLog(Clock clock, IdGenerator ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * What was done to a resource.
     *
     * @param tenant whom it belongs to; empty: no tenant
     * @param action such as {@code tenant.suspended}
     * @param target its id
     * @param before its JSON before, empty where there was none; holds no secrets
     * @param after its JSON after, empty where there is none
     */
    public record Deed(String tenant, String action, String target, ObjectNode before, ObjectNode after) {

        public static Deed creation(String tenant, String action, String target, ObjectNode after) {
            return new Deed(tenant, action, target, JsonNodeFactory.instance.objectNode(), after);
        }
    }

    private record End(long length, String head) {}

    /** Adds an entry; until the transaction ends, others wait to add to the same chain. */
    public void write(Handle handle, Author author, Deed deed) {
        String chain = deed.tenant().isEmpty() ? OPERATOR_CHAIN : deed.tenant();
        End end = lock(handle, chain);
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("id", ids.next("aud_")).put("chain", chain).put("number", end.length() + 1)
                .put("at", clock.instant().toString()).put("actor", author.actor()).put("address", author.address())
                .put("action", deed.action()).put("target", deed.target()).put("request_id", author.requestId())
                .put("previous_hash", end.head());
        entry.set("changes", changes(deed.before(), deed.after()));
        entry.put("hash", AuditEntry.hash(entry));
        insert(handle, entry);
        handle.createUpdate("UPDATE audit_chains SET length = length + 1, head = :head WHERE chain = :chain")
                .bind("head", HexFormat.of().parseHex(entry.path("hash").asText())).bind("chain", chain).execute();
    }

    private static End lock(Handle handle, String chain) {
        handle.createUpdate("INSERT INTO audit_chains VALUES (:chain, 0, :head) ON CONFLICT DO NOTHING")
                .bind("chain", chain).bind("head", HexFormat.of().parseHex(AuditEntry.BEGINNING)).execute();
        return handle.createQuery("SELECT length, head FROM audit_chains WHERE chain = :chain FOR UPDATE")
                .bind("chain", chain)
                .map((row, _) -> new End(row.getLong("length"), HexFormat.of().formatHex(row.getBytes("head")))).one();
    }

    private void insert(Handle handle, ObjectNode entry) {
        var hex = HexFormat.of();
        handle.createUpdate("""
                INSERT INTO audit_log (chain, number, id, at, actor, address, action, target, changes, request_id,
                    previous_hash, hash)
                VALUES (:chain, :number, :id, :at::timestamptz, :actor, :address, :action, :target, :changes, :request,
                    :previous, :hash)""")
                .bind("chain", entry.path("chain").asText()).bind("number", entry.path("number").asLong())
                .bind("id", entry.path("id").asText()).bind("at", entry.path("at").asText())
                .bind("actor", entry.path("actor").asText()).bind("address", entry.path("address").asText())
                .bind("action", entry.path("action").asText()).bind("target", entry.path("target").asText())
                .bind("changes", AuditEntry.canonical(entry.path("changes")))
                .bind("request", entry.path("request_id").asText())
                .bind("previous", hex.parseHex(entry.path("previous_hash").asText()))
                .bind("hash", hex.parseHex(entry.path("hash").asText())).execute();
    }

    /** Each member that differs, with what it was and what it is. */
    private static ObjectNode changes(ObjectNode before, ObjectNode after) {
        ObjectNode changes = JsonNodeFactory.instance.objectNode();
        var names = new TreeSet<String>();
        before.fieldNames().forEachRemaining(names::add);
        after.fieldNames().forEachRemaining(names::add);
        names.removeAll(UNTOLD);
        for (String name : names) {
            JsonNode from = valueOf(before, name);
            JsonNode to = valueOf(after, name);
            if (!from.equals(to)) {
                ObjectNode change = changes.putObject(name);
                change.set("from", from);
                change.set("to", to);
            }
        }
        return changes;
    }

    private static JsonNode valueOf(ObjectNode object, String name) {
        return object.has(name) ? object.path(name) : NullNode.instance;
    }

    /** An entry as clients see it. */
    static ObjectNode read(ResultSet row) throws SQLException {
        var hex = HexFormat.of();
        ObjectNode entry = JsonNodeFactory.instance.objectNode();
        entry.put("id", row.getString("id")).put("chain", row.getString("chain")).put("number", row.getLong("number"))
                .put("at", row.getTimestamp("at").toInstant().toString()).put("actor", row.getString("actor"))
                .put("address", row.getString("address")).put("action", row.getString("action"))
                .put("target", row.getString("target")).put("request_id", row.getString("request_id"))
                .put("previous_hash", hex.formatHex(row.getBytes("previous_hash")));
        entry.set("changes", AuditEntry.parse(row.getString("changes")));
        return entry.put("hash", hex.formatHex(row.getBytes("hash")));
    }
}
