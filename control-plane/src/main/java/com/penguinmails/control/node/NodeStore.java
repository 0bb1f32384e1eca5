package com.penguinmails.control.node;

import com.penguinmails.control.api.Caller;
import com.penguinmails.control.api.KeyCheck;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.database.Access;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.time.Clock;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * Nodes in the database, and whose credential a presented one is. They are looked up at each request, so that a node that is
 * deregistered is refused from that moment on. Thread-safe.
 */
final class NodeStore implements KeyCheck {
    static final String SELECT = "SELECT * FROM nodes";

    private final Database database;
    private final Clock clock;

    NodeStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Found(String nodeId, String hash, boolean registered) {}

    @Override
    public Optional<Caller> find(ApiKey presented, InetAddress remote) {
        Optional<Found> found = database.transact(Access.OPERATOR, handle -> handle.createQuery("""
                SELECT id, encode(credential_hash, 'hex') AS hash, true AS registered FROM nodes
                    WHERE credential_id = :presented AND deregistered_at IS NULL
                UNION ALL
                SELECT id, encode(token_hash, 'hex'), false FROM nodes
                    WHERE token_id = :presented AND token_expires_at > :now AND deregistered_at IS NULL""")
                .bind("presented", presented.id()).bind("now", clock.instant())
                .map((row, _) -> new Found(row.getString("id"), row.getString("hash"), row.getBoolean("registered")))
                .findFirst());
        return found.filter(known -> isOf(known.hash(), presented))
                .map(known -> new Caller(known.nodeId(), Access.OPERATOR,
                        Set.of(known.registered() ? Scope.NODE : Scope.NODE_REGISTER), false));
    }

    private static boolean isOf(String hash, ApiKey presented) {
        return MessageDigest.isEqual(HexFormat.of().parseHex(hash), presented.hash());
    }

    Optional<Node> find(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE id = :id").bind("id", id).map((row, _) -> Node.read(row)).findOne();
    }

    /** As {@link #find}; until the transaction ends, others wait to change it. */
    Optional<Node> lock(Handle handle, String id) {
        return handle.createQuery(SELECT + " WHERE id = :id FOR UPDATE").bind("id", id)
                .map((row, _) -> Node.read(row)).findOne();
    }

    void insert(Handle handle, Node node, ApiKey token) {
        handle.createUpdate("""
                INSERT INTO nodes (id, name, token_id, token_hash, token_expires_at, created_at, updated_at)
                VALUES (:id, :name, :token, :hash, :expires, :now, :now)""")
                .bind("id", node.id()).bind("name", node.name()).bind("token", token.id()).bind("hash", token.hash())
                .bind("expires", node.life().tokenExpiresAt()).bind("now", node.life().createdAt()).execute();
    }

    void drain(Handle handle, String id, boolean draining) {
        handle.createUpdate("UPDATE nodes SET draining = :draining, updated_at = :now WHERE id = :id").bind("id", id)
                .bind("draining", draining).bind("now", clock.instant()).execute();
    }

    void deregister(Handle handle, String id) {
        handle.createUpdate("UPDATE nodes SET deregistered_at = :now, updated_at = :now WHERE id = :id").bind("id", id)
                .bind("now", clock.instant()).execute();
    }

    /** The credential that it has already, in hexadecimal, or null. */
    @Nullable
    String credential(Handle handle, String id) {
        return handle.createQuery("SELECT encode(credential_hash, 'hex') FROM nodes WHERE id = :id").bind("id", id)
                .mapTo(String.class).findOne().orElse(null);
    }

    void register(Handle handle, String id, String credentialId, String hash) {
        handle.createUpdate("""
                UPDATE nodes SET credential_id = :credential, credential_hash = decode(:hash, 'hex'),
                    registered_at = :now, updated_at = :now WHERE id = :id""")
                .bind("id", id).bind("credential", credentialId).bind("hash", hash).bind("now", clock.instant())
                .execute();
    }

    void report(Handle handle, String id, Node.Report report) {
        handle.createUpdate("""
                UPDATE nodes SET heartbeat_at = :at, version = :version, started_at = :started,
                    applied_version = :applied, configuration_error = :error, queued = :queued,
                    clock_offset_ms = :offset WHERE id = :id""")
                .bind("id", id).bind("at", report.at()).bind("version", report.version())
                .bind("started", report.startedAt()).bind("applied", report.appliedVersion())
                .bind("error", report.configurationError()).bind("queued", report.queued())
                .bind("offset", report.clockOffsetMillis()).execute();
    }

    /** The event up to which its events are stored, or null. */
    @Nullable
    String eventCursor(Handle handle, String id) {
        return handle.createQuery("SELECT event_cursor FROM nodes WHERE id = :id").bind("id", id)
                .mapTo(String.class).findOne().orElse(null);
    }

    Instant now() {
        return clock.instant();
    }
}
