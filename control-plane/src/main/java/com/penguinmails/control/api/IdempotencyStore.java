package com.penguinmails.control.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.control.database.Database;
import com.penguinmails.mta.http.Answer;
import com.penguinmails.mta.http.JsonBodies;
import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/**
 * How a repetition is recognised (draft-ietf-httpapi-idempotency-key-header): by tenant, method, path and key, and by a fingerprint of
 * its canonical body.
 *
 * <p>A key is claimed in a transaction of its own before the work begins, so of two at once only one works. The answer is written in the
 * transaction of the work: both are there or neither is. A claim whose process died ends by itself, and can then be had again, because
 * its work was never committed; a slow owner that comes too late finds its claim gone, and its work is undone. A refusal frees the key.
 *
 * <p>Thread-safe.
 */
final class IdempotencyStore {
    private static final Duration CLAIM = Duration.ofMinutes(1);
    private static final int RETRY_SECONDS = 2;
    private static final String TAKE = """
            INSERT INTO idempotency_keys AS known (key_hash, tenant_id, fingerprint, claim, claimed_until, expires_at)
            VALUES (:key, :tenant, :fingerprint, :claim, :until, :expires)
            ON CONFLICT (key_hash) DO UPDATE SET fingerprint = EXCLUDED.fingerprint, claim = EXCLUDED.claim,
                claimed_until = EXCLUDED.claimed_until, expires_at = EXCLUDED.expires_at, status = NULL, answer = NULL
            WHERE known.expires_at <= :now OR known.status IS NULL AND known.claimed_until <= :now""";
    /** Each claim takes a few expired rows away, so that nothing has to wake up for it. */
    private static final String SWEEP = """
            DELETE FROM idempotency_keys WHERE key_hash IN (SELECT key_hash FROM idempotency_keys
                WHERE expires_at <= :now ORDER BY expires_at LIMIT 10 FOR UPDATE SKIP LOCKED)""";

    private final Database database;
    private final Clock clock;
    private final IdGenerator ids;
    private final Duration retention;
    private final JsonBodies json;

    IdempotencyStore(Database database, Clock clock, IdGenerator ids, Duration retention, JsonBodies json) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.retention = retention;
        this.json = json;
    }

    /** A key that this request holds until {@link #complete} or {@link #free}. */
    record Claim(String key, String owner) {}

    /** What a request under a key meets: its claim, or the answer that was given before. */
    record Met(@Nullable Claim claim, Answer.@Nullable Json replay) {}

    private record Known(String fingerprint, @Nullable Integer status, @Nullable String answer) {}

    /** Takes the key; 409 while the first request runs, 422 for another body under the same key. */
    Met take(ControlRequest request, String idempotencyKey) {
        Caller caller = request.caller();
        String key = sha256(String.join("\0", caller.tenant(), request.method(), request.path(), idempotencyKey)
                .getBytes(StandardCharsets.UTF_8));
        String fingerprint = sha256(json.canonical(request.json()));
        String owner = ids.next("");
        return database.transact(caller.access(), handle -> {
            if (tryTake(handle, caller, key, fingerprint, owner)) {
                return new Met(new Claim(key, owner), null);
            }
            Known known = known(handle, key).orElseThrow(() -> Problem.inProgress(RETRY_SECONDS).toException());
            if (!known.fingerprint().equals(fingerprint)) {
                throw Problem.keyReused().toException();
            }
            return new Met(null, replay(known));
        });
    }

    private boolean tryTake(Handle handle, Caller caller, String key, String fingerprint, String owner) {
        Instant now = clock.instant();
        handle.createUpdate(SWEEP).bind("now", now).execute();
        return handle.createUpdate(TAKE).bind("key", octets(key))
                .bind("tenant", caller.tenant().isEmpty() ? null : caller.tenant())
                .bind("fingerprint", octets(fingerprint)).bind("claim", owner).bind("until", now.plus(CLAIM))
                .bind("expires", now.plus(retention)).bind("now", now).execute() == 1;
    }

    private static Optional<Known> known(Handle handle, String key) {
        return handle.createQuery("SELECT fingerprint, status, answer FROM idempotency_keys WHERE key_hash = :key")
                .bind("key", octets(key))
                .map((row, _) -> new Known(HexFormat.of().formatHex(row.getBytes("fingerprint")),
                        row.getObject("status", Integer.class), row.getString("answer")))
                .findOne();
    }

    private Answer.Json replay(Known known) {
        Integer status = known.status();
        String answer = known.answer();
        if (status == null || answer == null) {
            throw Problem.inProgress(RETRY_SECONDS).toException();
        }
        ObjectNode body = json.object(answer.getBytes(StandardCharsets.UTF_8));
        return Answer.Json.of(status, body).with("Idempotency-Replayed", "true");
    }

    /** Keeps the answer, within the transaction of the work; undoes that if the claim has ended meanwhile. */
    void complete(Handle handle, Claim claim, Result result) {
        int kept = handle.createUpdate("""
                UPDATE idempotency_keys SET status = :status, answer = :answer
                WHERE key_hash = :key AND claim = :claim AND status IS NULL""")
                .bind("status", result.status())
                .bind("answer", new String(json.canonical(result.kept()), StandardCharsets.UTF_8))
                .bind("key", octets(claim.key())).bind("claim", claim.owner()).execute();
        if (kept != 1) {
            throw Problem.inProgress(RETRY_SECONDS).toException();
        }
    }

    /** Nothing was done, so the key is free again. */
    void free(Caller caller, Claim claim) {
        int _ = database.transact(caller.access(), handle -> handle
                .createUpdate(
                        "DELETE FROM idempotency_keys WHERE key_hash = :key AND claim = :claim AND status IS NULL")
                .bind("key", octets(claim.key())).bind("claim", claim.owner()).execute());
    }

    private static byte[] octets(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    /** In hexadecimal. */
    private static String sha256(byte[] input) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(input));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
