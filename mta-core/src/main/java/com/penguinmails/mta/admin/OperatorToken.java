package com.penguinmails.mta.admin;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Knows the operator by a bearer token of which only the SHA-256 is kept. Thread-safe. */
final class OperatorToken {
    private static final String SCHEME = "bearer ";

    private final byte @Nullable [] hash;

    /** @param hexHash SHA-256 in hexadecimal; null: nobody is the operator */
    OperatorToken(@Nullable String hexHash) {
        this.hash = hexHash == null ? null : HexFormat.of().parseHex(hexHash.toLowerCase(Locale.ROOT));
    }

    /** Whether an operator's token is set at all. */
    boolean isSet() {
        return hash != null;
    }

    /** Compares in constant time. */
    boolean allows(@Nullable String authorization) {
        if (hash == null || authorization == null || !authorization.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return false;
        }
        byte[] token = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(hash, sha256(token));
    }

    private static byte[] sha256(byte[] octets) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(octets);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
