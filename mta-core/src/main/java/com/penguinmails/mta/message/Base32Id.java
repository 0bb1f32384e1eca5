package com.penguinmails.mta.message;

/** 128 bits as 26 characters of Crockford's base 32, lower case: sorts as the number does, safe in URLs and file names. */
public final class Base32Id {
    private static final String ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 26;

    private Base32Id() {}

    /** The text of an id. */
    public static String encode(String prefix, long high, long low) {
        var text = new StringBuilder(prefix.length() + LENGTH).append(prefix);
        for (int shift = 125; shift >= 0; shift -= 5) {
            text.append(ALPHABET.charAt(fiveBits(high, low, shift)));
        }
        return text.toString();
    }

    private static int fiveBits(long high, long low, int shift) {
        if (shift >= 64) {
            return (int) (high >>> (shift - 64)) & 31;
        }
        long bits = low >>> shift;
        if (shift > 59) {
            bits |= high << (64 - shift);
        }
        return (int) bits & 31;
    }

    /** Whether {@link #decode} takes the text. */
    public static boolean isOne(String prefix, String text) {
        return text.startsWith(prefix) && text.length() == prefix.length() + LENGTH
                && ALPHABET.indexOf(text.charAt(prefix.length())) <= 7
                && text.chars().skip(prefix.length()).allMatch(character -> ALPHABET.indexOf(character) >= 0);
    }

    /** The high and the low half; the text is refused unless it has the prefix and exactly 26 valid characters. */
    static long[] decode(String prefix, String text) {
        if (!text.startsWith(prefix) || text.length() != prefix.length() + LENGTH) {
            throw new IllegalArgumentException(
                    "an id of the form " + prefix + " and 26 characters of 0-9a-z is expected");
        }
        long high = 0;
        long low = 0;
        for (int i = prefix.length(); i < text.length(); i++) {
            int digit = ALPHABET.indexOf(text.charAt(i));
            if (digit < 0 || (i == prefix.length() && digit > 7)) {
                throw new IllegalArgumentException("not a valid id: character " + (i - prefix.length() + 1));
            }
            high = high << 5 | low >>> 59;
            low = low << 5 | digit;
        }
        return new long[]{high, low};
    }
}
