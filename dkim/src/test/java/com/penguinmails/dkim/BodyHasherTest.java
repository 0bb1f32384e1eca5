package com.penguinmails.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Bodies are written with {@code \}-escapes: r, n, t, and s for a space. */
final class BodyHasherTest {

    private static final CryptoProviders CRYPTO = CryptoProviders.jdk();

    @ParameterizedTest
    @CsvSource({
            // RFC 6376 section 3.4.5
            "SIMPLE,  \\sC\\s\\r\\nD\\s\\t\\sE\\r\\n\\r\\n\\r\\n, \\sC\\s\\r\\nD\\s\\t\\sE\\r\\n",
            "RELAXED, \\sC\\s\\r\\nD\\s\\t\\sE\\r\\n\\r\\n\\r\\n, \\sC\\r\\nD\\sE\\r\\n",
            // no body, and a body of empty lines alone (sections 3.4.3, 3.4.4)
            "SIMPLE,  '',            \\r\\n",
            "RELAXED, '',            ''",
            "SIMPLE,  \\r\\n\\r\\n,  \\r\\n",
            "RELAXED, \\r\\n\\r\\n,  ''",
            "RELAXED, \\s\\r\\n\\t\\r\\n, ''",
            // no CRLF at the end
            "SIMPLE,  a,             a\\r\\n",
            "RELAXED, a\\s\\s,       a\\r\\n",
            "RELAXED, \\s\\ta,       \\sa\\r\\n",
            // empty lines inside stay
            "SIMPLE,  a\\r\\n\\r\\nb,  a\\r\\n\\r\\nb\\r\\n",
            "RELAXED, a\\r\\n\\s\\r\\nb,  a\\r\\n\\r\\nb\\r\\n",
            // a bare CR or LF is an octet like any other
            "SIMPLE,  a\\n\\n,       a\\n\\n\\r\\n",
            "RELAXED, a\\s\\nb\\r,   a\\s\\nb\\r\\r\\n",
            "SIMPLE,  a\\r\\r\\n\\r, a\\r\\r\\n\\r\\r\\n"})
    void canonicalFormIsWhatTheRfcSays(Canonicalization form, String body, String canonical) {
        BodyHash hash = hash(form, octets(body));

        assertThat(hash.base64()).isEqualTo(sha256(octets(canonical)));
        assertThat(hash.octets()).isEqualTo(octets(canonical).length);
    }

    @ParameterizedTest
    @EnumSource(Canonicalization.class)
    void cutsOfTheStreamChangeNothing(Canonicalization form) {
        String alphabet = "ab \t\r\n";
        for (int seed = 0; seed < 2000; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder();
            while (text.length() < random.nextInt(60)) {
                text.append(random.nextBoolean() ? "\r\n" : alphabet.charAt(random.nextInt(alphabet.length())));
            }
            byte[] body = text.toString().getBytes(ISO_8859_1);
            BodyHasher hasher = new BodyHasher(form, CRYPTO);
            for (int at = 0; at < body.length;) {
                int length = Math.min(body.length - at, random.nextInt(5));
                hasher.update(body, at, length);
                at += length;
            }

            String expected = sha256(reference(form, text.toString()).getBytes(ISO_8859_1));
            assertThat(hasher.finish().base64()).as("seed %d, cut", seed).isEqualTo(expected);
            assertThat(hash(form, body).base64()).as("seed %d, whole", seed).isEqualTo(expected);
        }
    }

    @Test
    void limitHashesOnlyTheFirstCanonicalOctets() {
        BodyHasher hasher = new BodyHasher(Canonicalization.RELAXED, CRYPTO, 5);
        byte[] body = octets("a\\s\\s\\r\\n\\r\\nbcd\\r\\n");
        hasher.update(body, 0, body.length);

        assertThat(hasher.finish()).isEqualTo(
                new BodyHash(Canonicalization.RELAXED, sha256(octets("a\\r\\n\\r\\n")), 5));
        assertThat(hasher.canonicalLength()).isEqualTo(10);
    }

    @Test
    void bodyOfLineEndsBeforeItsOnlyTextIsHashedWhole() {
        String body = "\r\n".repeat(3000) + "x\r\n";

        assertThat(hash(Canonicalization.SIMPLE, body.getBytes(ISO_8859_1)).base64())
                .isEqualTo(sha256(body.getBytes(ISO_8859_1)));
    }

    /** The same rules written as text replacement, for comparison. */
    private static String reference(Canonicalization form, String body) {
        String text = body;
        if (form == Canonicalization.RELAXED) {
            text = text.replaceAll("[ \t]+", " ").replaceAll(" (?=\r\n)", "").replaceAll(" \\z", "");
        }
        while (text.endsWith("\r\n")) {
            text = text.substring(0, text.length() - 2);
        }
        return text.isEmpty() && form == Canonicalization.RELAXED ? "" : text + "\r\n";
    }

    private static BodyHash hash(Canonicalization form, byte[] body) {
        return BodyHasher.hash(form, CRYPTO, body, 0, body.length);
    }

    private static byte[] octets(String escaped) {
        return escaped.replace("\\r", "\r").replace("\\n", "\n").replace("\\t", "\t").replace("\\s", " ")
                .getBytes(ISO_8859_1);
    }

    private static String sha256(byte[] octets) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException cause) {
            throw new AssertionError(cause);
        }
    }
}
