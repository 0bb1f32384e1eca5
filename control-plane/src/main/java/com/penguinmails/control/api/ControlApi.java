package com.penguinmails.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.accept.ApiKey;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.BodyReader;
import com.penguinmails.mta.http.HttpApi;
import com.penguinmails.mta.http.HttpRequest;
import com.penguinmails.mta.http.JsonBodies;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.RequestLimiter;
import com.penguinmails.mta.http.Router;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every operation has in common, in this order: the route where no key is needed; who asks; how often; which route; whether its
 * key may; query parameters; the body; then the operation in one transaction. Thread-safe.
 */
public final class ControlApi implements HttpApi.Handler {
    private static final String SCHEME = "Bearer ";

    private final Router<Operation> router;
    private final KeyCheck keys;
    private final RequestLimiter limiter;
    private final Database database;
    private final Bodies bodies;
    private final IdempotencyStore idempotency;

    ControlApi(Router<Operation> router, KeyCheck keys, RequestLimiter limiter, Database database, Bodies bodies,
            IdempotencyStore idempotency) {
        this.router = router;
        this.keys = keys;
        this.limiter = limiter;
        this.database = database;
        this.bodies = bodies;
        this.idempotency = idempotency;
    }

    /** How bodies are read. */
    record Bodies(BodyReader reader, JsonBodies json, long maxOctets) {}

    @Override
    public Answer handle(HttpRequest request) throws InterruptedException {
        if (router.find(request.method(), request.path()).orElse(null) instanceof Operation.Open open) {
            request.requireQueries();
            return open.action().answer();
        }
        Caller caller = authenticate(request.header("Authorization"), request.remote());
        request.limit(limiter, caller.keyId());
        Router.Match<Operation> match = router.match(request.method(), request.path());
        return switch (match.route().action()) {
            case Operation.Open _ -> throw new IllegalStateException("answered above");
            case Operation.Read read -> {
                ControlRequest known = checked(request, caller, read.scope(), match.id(), read.parameters());
                yield database.transact(caller.access(), handle -> read.query().answer(known, handle));
            }
            case Operation.Export export ->
                export.source().answer(checked(request, caller, export.scope(), match.id(), export.parameters()));
            case Operation.Change change -> {
                requireScope(caller, change.scope());
                request.requireQueries();
                yield change(new ControlRequest(request, caller, match.id(), body(request)), change);
            }
        };
    }

    private Caller authenticate(@Nullable String authorization, InetAddress remote) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw unauthorized("key_missing", "send a key as Authorization: Bearer pm_live_…");
        }
        return ApiKey.parse(authorization.substring(SCHEME.length()).strip())
                .flatMap(key -> keys.find(key, remote))
                .orElseThrow(() -> unauthorized("key_invalid",
                        "the key is not known, was revoked, has expired or may not be used from this address"));
    }

    private static RuntimeException unauthorized(String code, String detail) {
        return Problem.of(401, code, "A valid key is needed", detail).with("WWW-Authenticate", "Bearer").closing()
                .toException();
    }

    private static void requireScope(Caller caller, Scope scope) {
        if (!caller.scopes().contains(scope)) {
            throw Problem.of(403, "scope_missing", "This key may not do that", "it needs the scope " + scope.word())
                    .closing().toException();
        }
    }

    private ControlRequest checked(HttpRequest request, Caller caller, Scope scope, String id,
            List<String> parameters) {
        requireScope(caller, scope);
        request.requireQueries(parameters.toArray(String[]::new));
        return new ControlRequest(request, caller, id, bodies.json().newObject());
    }

    private ObjectNode body(HttpRequest request) {
        byte[] octets = bodies.reader().readAll(request, bodies.maxOctets());
        if (octets.length == 0) {
            return bodies.json().newObject();
        }
        request.requireMediaType("application/json");
        return bodies.json().object(octets);
    }

    private Answer change(ControlRequest request, Operation.Change change) {
        String key = request.idempotencyKey();
        Operation.Change.Work work = change.preparation().prepare(request);
        if (key == null) {
            return shown(database.transact(request.caller().access(), work::in));
        }
        IdempotencyStore.Met met = idempotency.take(request, key);
        Answer.Json replay = met.replay();
        if (replay != null) {
            return replay.status() == 204 ? new Answer.Empty() : replay;
        }
        return shown(once(request, work, met));
    }

    private Result once(ControlRequest request, Operation.Change.Work work, IdempotencyStore.Met met) {
        IdempotencyStore.Claim claim = met.claim();
        if (claim == null) {
            throw new IllegalStateException("neither a claim nor an answer");
        }
        boolean done = false;
        try {
            Result result = database.transact(request.caller().access(), handle -> {
                Result made = work.in(handle);
                idempotency.complete(handle, claim, made);
                return made;
            });
            done = true;
            return result;
        } finally {
            if (!done) {
                idempotency.free(request.caller(), claim);
            }
        }
    }

    private static Answer shown(Result result) {
        return result.status() == 204 ? new Answer.Empty() : Answer.Json.of(result.status(), result.body());
    }
}
