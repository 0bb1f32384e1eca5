package com.penguinmails.mta.config;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A signing key (RFC 6376). A domain may have several; a message gets one signature by each.
 *
 * @param domain the {@code d=} tag; mail whose From field has this domain is signed
 * @param selector the {@code s=} tag
 * @param keyFile PEM, PKCS#1 or PKCS#8, RSA or Ed25519
 * @param canonicalization such as {@code relaxed/relaxed}
 * @param expiry the {@code x=} tag after {@code t=}, or null for none
 */
public record DkimKeyConfig(String domain, String selector, Path keyFile, String canonicalization,
        @Nullable Duration expiry) {}
