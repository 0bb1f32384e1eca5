package com.penguinmails.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Signs, verifies and makes up messages. */
final class TestMessages {

    /** When test messages are verified. */
    static final InstantSource NOW = InstantSource.fixed(Instant.ofEpochSecond(1_800_000_000));

    private static final String[] NAMES = {"To", "Subject", "Date", "X-Other", "Cc", "Reply-To", "Message-ID",
            "Received"};
    private static final String[] WORDS = {"hello", "a", "<x@example.com>", "\u00c3\u00b6", "=", ";", "..", "b=x", ":"};
    private static final String[] GAPS = {" ", "  ", "\t", " \t ", "\r\n ", " \r\n\t"};
    private static final String[] BODY = {" ", "  ", "\t", "\r\n", "\r\n\r\n", "word", ".", "\r\n.\r\n", "\u00e4", "0"};

    private TestMessages() {}

    static byte[] sign(DkimSigner signer, byte[] message) {
        return concat(signer.sign(message), message);
    }

    static List<String> verify(CryptoProviders crypto, byte[] message, KeyLookup keys) {
        return results(crypto, message, keys).stream().map(result -> result.verdict().word()).toList();
    }

    static List<SignatureResult> results(CryptoProviders crypto, byte[] message, KeyLookup keys) {
        Verification answer = new DkimVerifier(keys, crypto, NOW).verify(message).toCompletableFuture().join();
        assertThat(answer).isInstanceOf(Verification.Checked.class);
        return ((Verification.Checked) answer).results();
    }

    /** A message with folding, repeated fields and white space where nobody expects it. */
    static String random(Random random) {
        StringBuilder text = new StringBuilder();
        int from = random.nextInt(5);
        for (int field = 0; field < 5 + random.nextInt(10); field++) {
            text.append(field == from ? "From" : NAMES[random.nextInt(NAMES.length)]).append(':');
            for (int word = random.nextInt(6); word > 0; word--) {
                text.append(GAPS[random.nextInt(GAPS.length)]).append(WORDS[random.nextInt(WORDS.length)]);
            }
            text.append(random.nextInt(4) == 0 ? " \r\n" : "\r\n");
        }
        text.append("\r\n");
        for (int piece = random.nextInt(30); piece > 0; piece--) {
            text.append(BODY[random.nextInt(BODY.length)]);
        }
        return text.toString();
    }

    static byte[] concat(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }
}
