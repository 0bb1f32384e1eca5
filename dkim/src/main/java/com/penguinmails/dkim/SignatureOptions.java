package com.penguinmails.dkim;

import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a signature states beside key and hashes. The tag {@code l=} is never written: it leaves the end of a body open to
 * whoever adds to it (RFC 6376 section 8.2). Immutable.
 *
 * @param canonicalizations of header and body
 * @param headers the fields that are covered
 * @param timestamp whether the time of signing is stated, {@code t=}
 * @param lifetime how long after signing the signature is valid, {@code x=}; null for no end
 * @param identity the user or agent on whose behalf is signed, {@code i=}: {@code local@domain} or {@code @domain}, the
 *     domain being that of the key or below it; null to leave it out
 */
public record SignatureOptions(
        Canonicalizations canonicalizations,
        HeaderSelection headers,
        boolean timestamp,
        @Nullable Duration lifetime,
        @Nullable String identity) {

    /** What {@code i=} may hold without the encoding of RFC 6376 section 2.11. */
    private static final Pattern IDENTITY = Pattern.compile("[A-Za-z0-9.!#$%&'*+/?^_`{|}~-]{0,64}@[^@\\s;]{1,253}");

    /** @throws IllegalArgumentException if the lifetime is shorter than a second or the identity is no address */
    public SignatureOptions {
        if (lifetime != null && lifetime.toSeconds() < 1) {
            throw new IllegalArgumentException("signature lifetime: " + lifetime + " is under a second; give more");
        }
        if (identity != null && !IDENTITY.matcher(identity).matches()) {
            throw new IllegalArgumentException("signature identity: must be local@domain or @domain");
        }
    }

    /** Relaxed for both parts, the default fields, with {@code t=}, without {@code x=} and {@code i=}. */
    public static SignatureOptions defaults() {
        return new SignatureOptions(Canonicalizations.RELAXED, HeaderSelection.defaults(), true, null, null);
    }

    public SignatureOptions withCanonicalizations(Canonicalizations value) {
        return new SignatureOptions(value, headers, timestamp, lifetime, identity);
    }

    public SignatureOptions withHeaders(HeaderSelection value) {
        return new SignatureOptions(canonicalizations, value, timestamp, lifetime, identity);
    }

    public SignatureOptions withTimestamp(boolean value) {
        return new SignatureOptions(canonicalizations, headers, value, lifetime, identity);
    }

    public SignatureOptions withLifetime(@Nullable Duration value) {
        return new SignatureOptions(canonicalizations, headers, timestamp, value, identity);
    }

    public SignatureOptions withIdentity(@Nullable String value) {
        return new SignatureOptions(canonicalizations, headers, timestamp, lifetime, value);
    }
}
