package com.penguinmails.dkim;

import java.util.Optional;

/**
 * The two canonicalisations of a signature, as its {@code c=} tag names them (RFC 6376 section 3.5).
 *
 * @param header for the header fields
 * @param body for the body
 */
public record Canonicalizations(Canonicalization header, Canonicalization body) {

    /** Relaxed for both parts: what survives most relays. */
    public static final Canonicalizations RELAXED = new Canonicalizations(Canonicalization.RELAXED,
            Canonicalization.RELAXED);

    /** Simple for both parts: what a signature without {@code c=} means. */
    public static final Canonicalizations SIMPLE = new Canonicalizations(Canonicalization.SIMPLE,
            Canonicalization.SIMPLE);

    /** The value of the {@code c=} tag, for example {@code relaxed/simple}. */
    public String tagValue() {
        return header.tagValue() + "/" + body.tagValue();
    }

    /** Reads a {@code c=} value; a missing second word means simple for the body. Empty when a word is unknown. */
    public static Optional<Canonicalizations> parse(String value) {
        int slash = value.indexOf('/');
        String first = slash < 0 ? value : value.substring(0, slash);
        String second = slash < 0 ? Canonicalization.SIMPLE.tagValue() : value.substring(slash + 1);
        return Canonicalization.ofTagValue(first)
                .flatMap(header -> Canonicalization.ofTagValue(second)
                        .map(body -> new Canonicalizations(header, body)));
    }
}
