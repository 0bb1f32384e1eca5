package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.IdempotencyKey;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.JsonBodies;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.time.Clock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a repetition is recognised (draft-ietf-httpapi-idempotency-key-header): by tenant, method, path and key, and by a
 * fingerprint of its canonical body. Answers are kept without the id of their request, so that each repetition shows its own.
 * Thread-safe.
 */
final class Idempotency {
    /** Octets of an answer that is kept. */
    static final int MAX_ANSWER = 128 * 1024;

    private final Clock clock;
    private final Duration retention;
    private final JsonBodies json;

    Idempotency(Clock clock, Duration retention, JsonBodies json) {
        this.clock = clock;
        this.retention = retention;
        this.json = json;
    }

    /** The key of a request and the fingerprint of its body. */
    record Mark(IdempotencyKey key, long fingerprint) {}

    /** Null if the request has no key. */
    @Nullable
    Mark mark(ApiRequest request, byte[] canonicalBody) {
        String key = request.idempotencyKey();
        return key == null
                ? null
                : new Mark(IdempotencyKey.of(request.sender().tenant(), request.method(), request.path(), key),
                        IdempotencyKey.fingerprint(canonicalBody));
    }

    IdempotencyEntry entry(Mark mark, int status, ObjectNode answer) {
        return mark.key().entry(mark.fingerprint(), status,
                new String(json.canonical(answer), StandardCharsets.UTF_8), clock.millis() + retention.toMillis());
    }

    /** The first answer once more. */
    Answer replay(IdempotencyEntry first) {
        ObjectNode body = json.object(first.response().getBytes(StandardCharsets.UTF_8));
        return Answer.Json.of(first.status(), body).with("Idempotency-Replayed", "true");
    }
}
