package com.penguinmails.control.seal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key that seals other secrets: 32 octets, kept as base64 in a file or in the environment, never in the database. Its text
 * shows only its fingerprint. Immutable.
 */
public final class MasterKey {
    static final int FINGERPRINT_OCTETS = 4;
    private static final int OCTETS = 32;

    private final SecretKey key;
    private final byte[] fingerprint;

    private MasterKey(byte[] octets) {
        this.key = new SecretKeySpec(octets, "AES");
        this.fingerprint = fingerprintOf(octets);
    }

    /**
     * The key in a text.
     *
     * @param source where the text is from, for the error
     * @throws IOException if the text is no key
     */
    public static MasterKey parse(String text, String source) throws IOException {
        byte[] octets;
        try {
            octets = Base64.getDecoder().decode(text.strip());
        } catch (IllegalArgumentException _) {
            // The cause is left out: its words may quote the key.
            octets = new byte[0];
        }
        if (octets.length != OCTETS) {
            throw new IOException(source + " holds no master key: 32 octets in base64 are expected, such as"
                    + " `openssl rand -base64 32` makes");
        }
        return new MasterKey(octets);
    }

    /** @throws IOException if the file cannot be read or holds none */
    public static MasterKey read(Path file) throws IOException {
        return parse(Files.readString(file), file.toString());
    }

    /** Makes a key and a file for it that only this user can read. */
    public static MasterKey make(Path file, RandomGenerator random) throws IOException {
        byte[] octets = new byte[OCTETS];
        random.nextBytes(octets);
        SecretFile.make(file, Base64.getEncoder().encodeToString(octets) + "\n");
        return new MasterKey(octets);
    }

    SecretKey key() {
        return key;
    }

    byte[] fingerprint() {
        return fingerprint.clone();
    }

    /** The first octets of the SHA-256 of the key, by which one knows it again; says nothing of the key. */
    private static byte[] fingerprintOf(byte[] octets) {
        try {
            return Arrays.copyOf(MessageDigest.getInstance("SHA-256").digest(octets), FINGERPRINT_OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return "MasterKey[" + HexFormat.of().formatHex(fingerprint) + "]";
    }
}
