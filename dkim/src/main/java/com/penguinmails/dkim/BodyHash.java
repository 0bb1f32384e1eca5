package com.penguinmails.dkim;

/**
 * The hash of one canonical body: computed once, then shared by every signature over that body, whatever its header,
 * key or recipient.
 *
 * @param canonicalization how the body was brought into form
 * @param base64 the SHA-256 of the canonical body, as the {@code bh=} tag holds it
 * @param octets length of the canonical body that was hashed, in octets
 */
public record BodyHash(Canonicalization canonicalization, String base64, long octets) {}
