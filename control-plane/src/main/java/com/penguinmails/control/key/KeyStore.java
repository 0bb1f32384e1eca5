package com.penguinmails.control.key;

import com.penguinmails.control.api.Caller;
import com.penguinmails.control.api.KeyCheck;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.database.Access;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.accept.NetworkBlock;
import com.penguinmails.mta.time.Clock;
import java.net.InetAddress;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/**
 * Keys in the database. They are looked up at each request, so that one that is revoked is refused from that moment on. Thread-safe.
 */
final class KeyStore implements KeyCheck {
    private static final String SELECT = "SELECT * FROM api_keys";

    private final Database database;
    private final Clock clock;

    KeyStore(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    private record Found(StoredKey key, String hash) {

        boolean isOf(ApiKey presented) {
            return MessageDigest.isEqual(HexFormat.of().parseHex(hash), presented.hash());
        }
    }

    /** Who it is decides what may be seen, so this look-up itself sees every tenant's keys. */
    @Override
    public Optional<Caller> find(ApiKey presented, InetAddress remote) {
        Optional<Found> found = database.transact(Access.OPERATOR,
                handle -> handle.createQuery(SELECT + " WHERE public_id = :public").bind("public", presented.id())
                        .map((row, _) -> new Found(StoredKey.read(row), HexFormat.of().formatHex(row.getBytes("hash"))))
                        .findOne());
        Instant now = clock.instant();
        return found.filter(known -> known.isOf(presented)).map(Found::key)
                .filter(key -> key.state(now).equals("active") && isAllowed(key, remote)).map(KeyStore::caller);
    }

    private static boolean isAllowed(StoredKey key, InetAddress remote) {
        return key.terms().allowedCidrs().isEmpty()
                || key.terms().allowedCidrs().stream().anyMatch(cidr -> NetworkBlock.parse(cidr).contains(remote));
    }

    private static Caller caller(StoredKey key) {
        String tenant = key.terms().tenantId();
        return new Caller(key.id(), tenant == null ? Access.OPERATOR : new Access.Tenant(tenant), key.terms().scopes(),
                key.test());
    }

    Optional<StoredKey> find(Handle handle, String id, boolean lock) {
        return handle.createQuery(SELECT + " WHERE id = :id" + (lock ? " FOR UPDATE" : "")).bind("id", id)
                .map((row, _) -> StoredKey.read(row)).findOne();
    }

    /** Whether an operator can still make keys. */
    boolean anyOperator(Handle handle) {
        return handle.createQuery("""
                SELECT EXISTS (SELECT FROM api_keys WHERE tenant_id IS NULL AND revoked_at IS NULL
                    AND (expires_at IS NULL OR expires_at > :now) AND :scope = ANY (scopes))""")
                .bind("now", clock.instant()).bind("scope", Scope.API_KEYS_WRITE.word()).mapTo(Boolean.class).one();
    }

    void insert(Handle handle, StoredKey key, ApiKey secret) {
        StoredKey.Terms terms = key.terms();
        handle.createUpdate("""
                INSERT INTO api_keys (id, tenant_id, workspace_id, name, public_id, hash, test, scopes, allowed_cidrs,
                    expires_at, created_at)
                VALUES (:id, :tenant, :workspace, :name, :public, :hash, :test, :scopes, :cidrs, :expires, :created)""")
                .bind("id", key.id()).bind("tenant", terms.tenantId()).bind("workspace", terms.workspaceId())
                .bind("name", terms.name()).bind("public", key.publicId()).bind("hash", secret.hash())
                .bind("test", key.test()).bind("scopes", terms.scopeWords())
                .bind("cidrs", terms.allowedCidrs().toArray(String[]::new)).bind("expires", terms.expiresAt())
                .bind("created", key.createdAt()).execute();
    }

    void update(Handle handle, StoredKey key) {
        handle.createUpdate("""
                UPDATE api_keys SET expires_at = :expires, revoked_at = :revoked, replaced_by = :replaced
                WHERE id = :id""")
                .bind("id", key.id()).bind("expires", key.terms().expiresAt()).bind("revoked", key.revokedAt())
                .bind("replaced", key.replacedBy()).execute();
    }
}
