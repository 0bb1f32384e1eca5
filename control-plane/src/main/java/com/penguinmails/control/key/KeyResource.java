package com.penguinmails.control.key;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.api.Caller;
import com.penguinmails.control.api.ControlRequest;
import com.penguinmails.control.api.KeyCheck;
import com.penguinmails.control.api.Operation;
import com.penguinmails.control.api.Origins;
import com.penguinmails.control.api.Owner;
import com.penguinmails.control.api.Page;
import com.penguinmails.control.api.Result;
import com.penguinmails.control.api.Scope;
import com.penguinmails.control.audit.AuditLog;
import com.penguinmails.control.audit.AuditLog.Deed;
import com.penguinmails.control.audit.Author;
import com.penguinmails.control.database.Access;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * {@code /v1/api-keys}. A key is in one answer and nowhere else; what is stored is its SHA-256. A rotation makes a second key of the
 * same terms and lets the first expire after an overlap. Thread-safe.
 */
public final class KeyResource {
    private static final String SECRET = "key";
    private static final long MAX_OVERLAP_SECONDS = Duration.ofDays(30).toSeconds();
    private static final Duration OVERLAP = Duration.ofDays(1);

    private final KeyStore store;
    private final Database database;
    private final AuditLog audit;
    private final Origins origins;

    public KeyResource(Database database, AuditLog audit, Origins origins) {
        this.store = new KeyStore(database, origins.clock());
        this.database = database;
        this.audit = audit;
        this.origins = origins;
    }

    /** Knows the owners of keys. */
    public KeyCheck check() {
        return store;
    }

    public List<Route<Operation>> routes() {
        return List.of(
                new Route<>("GET", "/v1/api-keys",
                        new Operation.Read(Scope.API_KEYS_READ, this::list, Page.parameters("tenant_id"))),
                new Route<>("POST", "/v1/api-keys", new Operation.Change(Scope.API_KEYS_WRITE, this::create)),
                new Route<>("GET", "/v1/api-keys/{id}", new Operation.Read(Scope.API_KEYS_READ, this::show)),
                new Route<>("POST", "/v1/api-keys/{id}/rotate",
                        new Operation.Change(Scope.API_KEYS_WRITE, this::rotate)),
                new Route<>("POST", "/v1/api-keys/{id}/revoke",
                        new Operation.Change(Scope.API_KEYS_WRITE, this::revoke)));
    }

    /** Makes an operator's key where no active one can make keys: at the first start, and after the last one was lost. */
    public Optional<ApiKey> firstOperatorKey() {
        return database.transact(Access.OPERATOR, handle -> {
            if (store.anyOperator(handle)) {
                return Optional.empty();
            }
            var terms = new StoredKey.Terms(null, null, "operator", Scope.ofKeys(), List.of(), null);
            ApiKey secret = ApiKey.generate(origins.random(), false);
            var _ = add(handle, Author.SYSTEM, terms, secret);
            return Optional.of(secret);
        });
    }

    private Answer list(ControlRequest request, Handle handle) {
        Instant now = origins.clock().instant();
        return Page.of(request, "api-keys", "id").read(handle, "SELECT * FROM api_keys", Owner.condition(request),
                (row, _) -> StoredKey.read(row), key -> new Page.Row(key.id(), key.toJson(now)));
    }

    private Answer show(ControlRequest request, Handle handle) {
        return Answer.Json.of(200, existing(request, handle, false).toJson(origins.clock().instant()));
    }

    private Operation.Change.Work create(ControlRequest request) {
        JsonFields fields = request.fields();
        StoredKey.Terms terms = KeyReader.read(fields, request.caller(), origins.clock().instant());
        boolean test = fields.bool("test", request.caller().test());
        if (request.caller().test() && !test) {
            fields.problem("/test", "test_key", "a test key can make only test keys");
        }
        fields.finish();
        return handle -> {
            ApiKey secret = ApiKey.generate(origins.random(), test);
            StoredKey key = add(handle, Author.of(request), terms, secret);
            return Result.createdWithSecret(key.toJson(key.createdAt()), SECRET, secret.reveal());
        };
    }

    private StoredKey add(Handle handle, Author author, StoredKey.Terms terms, ApiKey secret) {
        Instant now = origins.clock().instant();
        var key = new StoredKey(origins.ids().next(StoredKey.PREFIX), secret.id(), secret.isTest(), terms, null, null,
                now);
        store.insert(handle, key, secret);
        audit.write(handle, author, Deed.creation(tenant(key), "api_key.created", key.id(), key.toJson(now)));
        return key;
    }

    private Operation.Change.Work rotate(ControlRequest request) {
        JsonFields fields = request.fields();
        Long seconds = fields.whole("overlap_seconds", 0, MAX_OVERLAP_SECONDS);
        fields.finish();
        Duration overlap = seconds == null ? OVERLAP : Duration.ofSeconds(seconds);
        return handle -> {
            StoredKey old = active(request, handle);
            requireRank(request.caller(), old);
            if (old.replacedBy() != null) {
                throw Problem.of(409, "already_rotated", "The key was rotated before",
                        "rotate the key that replaced it: " + old.replacedBy()).toException();
            }
            ApiKey secret = ApiKey.generate(origins.random(), old.test());
            StoredKey fresh = add(handle, Author.of(request), old.terms(), secret);
            Instant end = earlier(old.terms().expiresAt(), fresh.createdAt().plus(overlap));
            change(handle, request, old, new StoredKey(old.id(), old.publicId(), old.test(), old.terms().expiring(end),
                    null, fresh.id(), old.createdAt()), "api_key.rotated");
            return Result.createdWithSecret(fresh.toJson(fresh.createdAt()), SECRET, secret.reveal());
        };
    }

    /** Whoever rotates a key holds the new one, and must not gain by it. */
    private static void requireRank(Caller caller, StoredKey key) {
        if (!caller.scopes().containsAll(key.terms().scopes()) || caller.test() && !key.test()) {
            throw Problem.of(403, "scope_missing", "This key may not do that",
                    "a key that may do more can be rotated only by one that may do as much").toException();
        }
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    private Operation.Change.Work revoke(ControlRequest request) {
        request.requireNothing();
        return handle -> {
            StoredKey old = active(request, handle);
            var revoked = new StoredKey(old.id(), old.publicId(), old.test(), old.terms(), origins.clock().instant(),
                    old.replacedBy(), old.createdAt());
            change(handle, request, old, revoked, "api_key.revoked");
            return Result.ok(revoked.toJson(origins.clock().instant()));
        };
    }

    private void change(Handle handle, ControlRequest request, StoredKey before, StoredKey after, String action) {
        Instant now = origins.clock().instant();
        store.update(handle, after);
        ObjectNode shown = after.toJson(now);
        audit.write(handle, Author.of(request), new Deed(tenant(after), action, after.id(), before.toJson(now), shown));
    }

    private StoredKey active(ControlRequest request, Handle handle) {
        StoredKey key = existing(request, handle, true);
        String state = key.state(origins.clock().instant());
        if (!state.equals("active")) {
            throw Problem.of(409, "key_not_active", "The key is not active", "it is " + state + " already")
                    .toException();
        }
        return key;
    }

    private StoredKey existing(ControlRequest request, Handle handle, boolean lock) {
        return store.find(handle, request.id(StoredKey.PREFIX, "key"), lock)
                .orElseThrow(() -> request.notFound("key").toException());
    }

    private static String tenant(StoredKey key) {
        String tenant = key.terms().tenantId();
        return tenant == null ? "" : tenant;
    }
}
