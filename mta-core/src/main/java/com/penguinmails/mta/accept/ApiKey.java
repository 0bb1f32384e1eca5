package com.penguinmails.mta.accept;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import java.util.zip.CRC32;

/**
 * An API key, which is also the SMTP password: {@code pm_live_} or {@code pm_test_}, a public id of ten characters, {@code _}, 43
 * characters of base 62 (256 random bits) and six of CRC-32 over all before them. The checksum tells a mistyped or cut key from a
 * revoked one without a look-up, and lets scanners find keys that leaked.
 *
 * <p>The text is a secret: {@link #toString} shows the prefix and the id alone.
 */
public final class ApiKey {
    private static final String ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final String ID_ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyz";
    private static final Pattern FORM = Pattern
            .compile("pm_(?:live|test)_([0-9A-Za-z]{10})_[0-9A-Za-z]{43}[0-9A-Za-z]{6}");
    private static final int ID_LENGTH = 10;
    private static final int SECRET_LENGTH = 43;
    private static final int CHECKSUM_LENGTH = 6;

    private final String text;
    private final String id;

    private ApiKey(String text, String id) {
        this.text = text;
        this.id = id;
    }

    /** The key that the text is, or empty if it cannot be one: wrong form or wrong checksum. */
    public static Optional<ApiKey> parse(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        int end = text.length() - CHECKSUM_LENGTH;
        return text.substring(end).equals(checksum(text.substring(0, end)))
                ? Optional.of(new ApiKey(text, matcher.group(1)))
                : Optional.empty();
    }

    /**
     * Makes a new key.
     *
     * @param random must be unpredictable
     * @param test whether its mail goes to the sink only
     */
    public static ApiKey generate(RandomGenerator random, boolean test) {
        String id = randomText(random, ID_ALPHABET, ID_LENGTH);
        String body = (test ? "pm_test_" : "pm_live_") + id + "_" + randomText(random, ALPHABET, SECRET_LENGTH);
        return new ApiKey(body + checksum(body), id);
    }

    /** The public part, by which the key is looked up and which is the SMTP user name. */
    public String id() {
        return id;
    }

    public boolean isTest() {
        return text.startsWith("pm_test_");
    }

    /** SHA-256 of the whole key, 32 octets. */
    public byte[] hash() {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** {@link #hash} in hexadecimal, as {@code node.toml} holds it. */
    public String hashHex() {
        return HexFormat.of().formatHex(hash());
    }

    /** The secret itself, to be shown once to the one who asked for the key. */
    public String reveal() {
        return text;
    }

    @Override
    public String toString() {
        return text.substring(0, "pm_live_".length()) + id + "_********";
    }

    private static String randomText(RandomGenerator random, String alphabet, int length) {
        var text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    private static String checksum(String body) {
        var crc = new CRC32();
        crc.update(body.getBytes(StandardCharsets.US_ASCII));
        var digits = new char[CHECKSUM_LENGTH];
        long rest = crc.getValue();
        for (int i = CHECKSUM_LENGTH - 1; i >= 0; i--) {
            digits[i] = ALPHABET.charAt((int) (rest % ALPHABET.length()));
            rest /= ALPHABET.length();
        }
        return new String(digits);
    }
}
