package com.penguinmails.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RoundTripTest {

    private final CryptoProviders crypto = CryptoProviders.choose();
    private final CryptoProviders jdk = CryptoProviders.jdk();
    private final DkimKeys dkimKeys = new DkimKeys(crypto);
    private final SigningKey rsa = new SigningKey("example.com", "rsa", dkimKeys.generateRsa(2048));
    private final SigningKey ed25519 = new SigningKey("example.com", "ed", dkimKeys.generateEd25519());
    private final Keys keys = new Keys().with(rsa, ed25519);

    @ParameterizedTest
    @ValueSource(strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"})
    void whatIsSignedVerifies(String form) {
        DkimSigner signer = signer(form);
        for (int seed = 0; seed < 150; seed++) {
            byte[] signed = TestMessages.sign(signer, message(seed));

            assertThat(TestMessages.verify(crypto, signed, keys)).as("seed %d", seed).containsExactly("pass", "pass");
        }
    }

    @Test
    void bothProvidersAgree() {
        DkimKeyPair onJdk = new DkimKeys(jdk).fromPem(dkimKeys.toPem(rsa.keyPair()));
        DkimKeyPair edOnJdk = new DkimKeys(jdk).fromPem(dkimKeys.toPem(ed25519.keyPair()));
        List<SigningKey> sameKeys = List.of(
                new SigningKey("example.com", "rsa", onJdk), new SigningKey("example.com", "ed", edOnJdk));
        DkimSigner jdkSigner = new DkimSigner(sameKeys, SignatureOptions.defaults(), jdk, TestMessages.NOW);
        byte[] message = message(1);

        // Both algorithms are deterministic, so even the octets are the same.
        assertThat(jdkSigner.sign(message)).isEqualTo(signer("relaxed/relaxed").sign(message));
        assertThat(TestMessages.verify(jdk, TestMessages.sign(signer("simple/simple"), message), keys))
                .containsExactly("pass", "pass");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple/simple", "relaxed/relaxed"})
    void aChangedOctetOfSignedTextBreaksIt(String form) {
        String text = "From: joe@example.com\r\nTo: a@example.net\r\nSubject: Hello\r\n\r\nHi there.\r\n";
        byte[] signed = TestMessages.sign(signer(form), text.getBytes(ISO_8859_1));
        int first = signed.length - text.length();
        for (int at = first; at < signed.length; at++) {
            byte[] changed = signed.clone();
            changed[at] = changed[at] == '~' ? (byte) '!' : (byte) '~';

            assertNoPass(changed, "octet " + (at - first));
        }
    }

    @Test
    void aChangedOctetOfTheSignatureFieldBreaksIt() {
        byte[] message = "From: joe@example.com\r\n\r\nHi.\r\n".getBytes(ISO_8859_1);
        DkimSigner signer = new DkimSigner(
                List.of(ed25519), SignatureOptions.defaults().withCanonicalizations(Canonicalizations.SIMPLE), crypto,
                TestMessages.NOW);
        byte[] signed = TestMessages.sign(signer, message);
        for (int at = 0; at < signed.length - message.length - 2; at++) {
            byte[] changed = signed.clone();
            changed[at] = '!';

            assertNoPass(changed, "octet " + at);
        }
    }

    @Test
    void anAddedOverSignedFieldBreaksIt() {
        byte[] signed = TestMessages.sign(signer("relaxed/relaxed"), message(3));
        byte[] more = TestMessages.concat("Subject: another\r\n".getBytes(ISO_8859_1), signed);
        byte[] harmless = TestMessages.concat("X-Spam: no\r\n".getBytes(ISO_8859_1), signed);

        assertThat(TestMessages.verify(crypto, more, keys)).containsExactly("fail", "fail");
        assertThat(TestMessages.verify(crypto, harmless, keys)).containsExactly("pass", "pass");
    }

    @Test
    void changedWhiteSpaceBreaksSimpleAndNotRelaxed() {
        byte[] message = "From: joe@example.com\r\nSubject: a b\r\n\r\na b\r\n".getBytes(ISO_8859_1);
        for (String form : List.of("simple/simple", "relaxed/relaxed")) {
            String signed = new String(TestMessages.sign(signer(form), message), ISO_8859_1);
            byte[] changed = signed.replace("Subject: a b", "SUBJECT :\ta\r\n b ")
                    .replace("\r\na b\r\n", "\r\na\t b \r\n\r\n")
                    .getBytes(ISO_8859_1);

            assertThat(TestMessages.verify(crypto, changed, keys)).as(form)
                    .containsOnly(form.startsWith("simple") ? "fail" : "pass");
        }
    }

    @Test
    void oneBodyHashServesManyHeaders() {
        DkimSigner signer = signer("relaxed/relaxed");
        byte[] body = "Hello,\r\n\r\nthe same for all.\r\n".getBytes(ISO_8859_1);
        BodyHasher hasher = signer.newBodyHasher();
        hasher.update(body, 0, body.length);
        BodyHash hash = hasher.finish();
        for (int recipient = 0; recipient < 3; recipient++) {
            byte[] header = ("From: joe@example.com\r\nTo: r" + recipient + "@example.net\r\n").getBytes(ISO_8859_1);
            byte[] fields = signer.sign(MessageHeaders.parse(header), hash);
            byte[] signed = TestMessages.concat(TestMessages.concat(fields, header),
                    TestMessages.concat("\r\n".getBytes(ISO_8859_1), body));

            assertThat(TestMessages.verify(crypto, signed, keys)).containsExactly("pass", "pass");
        }
    }

    @Test
    void oneSignerServesManyThreads() {
        DkimSigner signer = signer("relaxed/relaxed");
        byte[] message = message(5);
        byte[] expected = signer.sign(message);

        assertThat(IntStream.range(0, 400).parallel().mapToObj(_ -> signer.sign(message)))
                .allSatisfy(fields -> assertThat(fields).isEqualTo(expected));
    }

    private void assertNoPass(byte[] message, String what) {
        Verification answer = new DkimVerifier(keys, crypto, TestMessages.NOW).verify(message).toCompletableFuture()
                .join();
        if (answer instanceof Verification.Checked(List<SignatureResult> results)) {
            assertThat(results).as(what).noneMatch(result -> result.verdict() instanceof Verdict.Pass);
        }
        assertThat(answer.passed()).as(what).isFalse();
    }

    private DkimSigner signer(String form) {
        SignatureOptions options = SignatureOptions.defaults()
                .withCanonicalizations(Canonicalizations.parse(form).orElseThrow());
        return new DkimSigner(List.of(rsa, ed25519), options, crypto, TestMessages.NOW);
    }

    private static byte[] message(int seed) {
        return TestMessages.random(new Random(seed)).getBytes(ISO_8859_1);
    }
}
