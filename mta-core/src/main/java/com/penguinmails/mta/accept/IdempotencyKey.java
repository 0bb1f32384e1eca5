package com.penguinmails.mta.accept;

import com.penguinmails.mta.spool.IdempotencyEntry;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What a repetition is looked up by: the first 128 bits of SHA-256 over tenant, method, path and key, so that two tenants or two
 * kinds of request never meet under one key.
 */
public record IdempotencyKey(long high, long low) {
    private static final int MAX_LENGTH = 255;

    /**
     * @param method the HTTP method, or {@code SMTP}
     * @param path the HTTP path; empty for SMTP
     * @param key 1 to 255 printable ASCII characters
     * @throws IllegalArgumentException if the key is not of that form
     */
    public static IdempotencyKey of(String tenant, String method, String path, String key) {
        requireValid(key);
        String text = String.join("\0", tenant, method, path, key);
        ByteBuffer hash = ByteBuffer.wrap(sha256(text.getBytes(StandardCharsets.UTF_8)));
        return new IdempotencyKey(hash.getLong(), hash.getLong());
    }

    /** @throws IllegalArgumentException if the key is not 1 to 255 printable ASCII characters */
    static void requireValid(String key) {
        if (key.isEmpty() || key.length() > MAX_LENGTH || !key.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            throw new IllegalArgumentException(
                    "an idempotency key has 1 to " + MAX_LENGTH + " printable ASCII characters");
        }
    }

    /** The key of an entry. */
    public static IdempotencyKey of(IdempotencyEntry entry) {
        return new IdempotencyKey(entry.keyHash(), entry.keyHashLow());
    }

    /** The first 64 bits of SHA-256 over a body, by which the same request is told from another one. */
    public static long fingerprint(byte[] body) {
        return ByteBuffer.wrap(sha256(body)).getLong();
    }

    /** What to remember of this request once it has been answered. */
    public IdempotencyEntry entry(long fingerprint, int status, String response, long expiresMillis) {
        return new IdempotencyEntry(high, low, fingerprint, status, response, expiresMillis);
    }

    private static byte[] sha256(byte[] input) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(input);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
