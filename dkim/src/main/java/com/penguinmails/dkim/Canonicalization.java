package com.penguinmails.dkim;

import java.util.Locale;
import java.util.Optional;

/**
 * How a header field or a body is brought into one form before it is hashed (RFC 6376 section 3.4). {@link #SIMPLE}
 * tolerates almost no change in transit; {@link #RELAXED} tolerates changed white space and folding.
 */
public enum Canonicalization {

    SIMPLE {
        @Override
        void headerField(byte[] source, int start, int end, OctetBuffer out) {
            out.put(source, start, end);
        }
    },

    RELAXED {
        @Override
        void headerField(byte[] source, int start, int end, OctetBuffer out) {
            int at = relaxedName(source, start, end, out);
            boolean gap = false;
            boolean begun = false;
            for (; at < end; at++) {
                byte octet = source[at];
                if (octet == ' ' || octet == '\t' || octet == '\r' || octet == '\n') {
                    gap = begun;
                    continue;
                }
                if (gap) {
                    out.put((byte) ' ');
                    gap = false;
                }
                begun = true;
                out.put(octet);
            }
        }
    };

    private final String tagValue = name().toLowerCase(Locale.ROOT);

    /** The word of the {@code c=} tag: {@code simple} or {@code relaxed}. */
    public String tagValue() {
        return tagValue;
    }

    /** The algorithm with this word in {@code c=}, compared without regard to case; empty for an unknown word. */
    public static Optional<Canonicalization> ofTagValue(String word) {
        for (Canonicalization candidate : values()) {
            if (candidate.tagValue.equalsIgnoreCase(word)) {
                return Optional.of(candidate);
            }
        }
        return Optional.empty();
    }

    /**
     * Appends the canonical form of one header field, without the CRLF at its end.
     *
     * @param start index of the field's first octet
     * @param end index behind its last octet, before the CRLF that ends it
     */
    abstract void headerField(byte[] source, int start, int end, OctetBuffer out);

    /** Appends the lower-case name and the colon, and answers where the value starts. */
    private static int relaxedName(byte[] source, int start, int end, OctetBuffer out) {
        int at = start;
        for (; at < end && source[at] != ':'; at++) {
            byte octet = source[at];
            if (octet != ' ' && octet != '\t') {
                out.put(octet >= 'A' && octet <= 'Z' ? (byte) (octet + ('a' - 'A')) : octet);
            }
        }
        out.put((byte) ':');
        return at + 1;
    }
}
