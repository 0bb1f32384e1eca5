package com.penguinmails.mta.spool;

/**
 * What a repeated submission is recognised by and answered with.
 *
 * @param keyHash the first 128 bits of SHA-256 over tenant, method, path and key, high half
 * @param keyHashLow its low half
 * @param fingerprint the first 64 bits of SHA-256 over the canonical body
 * @param status the HTTP status of the first answer
 * @param response the body of the first answer in UTF-8, at most 128 KiB
 * @param expiresMillis until when it holds, in milliseconds since 1970
 */
public record IdempotencyEntry(long keyHash, long keyHashLow, long fingerprint, int status, String response,
        long expiresMillis) {}
