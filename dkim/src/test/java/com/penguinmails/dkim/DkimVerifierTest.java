package com.penguinmails.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DkimVerifierTest {

    private static final String MESSAGE = "From: joe@example.com\r\nSubject: Hello\r\n\r\nHi.\r\n";

    private final CryptoProviders crypto = CryptoProviders.choose();
    private final SigningKey key = new SigningKey("example.com", "ed", new DkimKeys(crypto).generateEd25519());
    private final Keys keys = new Keys().with(key);

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "v=1;             | v=2;              | v= is not 1",
            "v=1;             | ''                | v= is missing",
            "a=ed25519-sha256 | a=rsa-sha1        | rsa-sha1, which is not accepted",
            "a=ed25519-sha256 | a=ed25519-sha512  | neither rsa-sha256",
            "c=relaxed/       | c=nofws/          | unknown canonicalisation",
            "d=example.com;   | d=exa mple.com;   | no domain name",
            "d=example.com;   | d=example.com; d=example.com; | d= stands twice",
            "s=ed;            | s=;               | no domain name",
            "s=ed;            | s=ed; q=http;     | q= does not name dns/txt",
            "s=ed;            | s=ed; i=joe@other.com; | i= is not in the domain",
            "s=ed;            | s=ed; i=joe;      | i= has no",
            "s=ed;            | s=ed; x=17;       | x= is not after t=",
            "s=ed;            | s=ed; x=abc;      | x= is no number",
            "s=ed;            | s=ed; l=-1;       | l= is no number",
            "s=ed;            | s=ed; nonsense;   | without",
            "s=ed;            | s=ed;;            | without",
            "s=ed;            | s=ed; 1x=2;       | whose name is no name",
            "h=From:From:     | h=Sender:         | From is not signed",
            "h=From:From:     | h=From::          | empty name",
            "bh=              | bx=               | bh= is missing",
            "bh=              | bh=A              | bh= ",
            "' b='            | ' b=*'            | b= is not base64"})
    void signatureThatCouldNeverBeValidIsAPermanentError(String from, String to, String reason) {
        String signed = signed(SignatureOptions.defaults());
        assertThat(signed).contains(from);

        assertThat(verdict(signed.replace(from, to), keys)).isInstanceOfSatisfying(Verdict.PermError.class,
                error -> assertThat(error.reason()).contains(reason));
    }

    @Test
    void unknownTagsAreReadOver() {
        String signed = signed(SignatureOptions.defaults());

        // The tag is not covered by the signature, so the verdict is on the signature and not on the syntax.
        assertThat(verdict(signed.replace("s=ed;", "s=ed; zz_9=any (thing) <here>;"), keys))
                .isEqualTo(new Verdict.Fail("signature does not fit the header"));
    }

    @ParameterizedTest
    @CsvSource({"0, pass", "60, pass", "61, permerror"})
    void signatureEndsWithItsLifetime(long age, String word) {
        String signed = signed(SignatureOptions.defaults().withLifetime(Duration.ofSeconds(60)));
        InstantSource later = InstantSource.fixed(TestMessages.NOW.instant().plusSeconds(age));

        assertThat(verdict(signed, keys, later).word()).isEqualTo(word);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "p=;                                | permerror | key revoked",
            "v=DKIM1; k=rsa; p=KEY              | permerror | not what a= needs",
            "v=DKIM1; k=dsa; p=KEY              | permerror | neither rsa nor ed25519",
            "v=DKIM1; k=ed25519; h=sha1; p=KEY  | permerror | not for sha256",
            "v=DKIM1; k=ed25519; s=tlsrpt; p=KEY | permerror | not for email",
            "v=DKIM1; k=ed25519; t=s; p=KEY     | permerror | does not allow a subdomain",
            "k=ed25519; v=DKIM1; p=KEY          | permerror | does not come first",
            "v=DKIM2; k=ed25519; p=KEY          | permerror | is not DKIM1",
            "v=DKIM1; k=ed25519                 | permerror | p= is missing",
            "v=DKIM1; k=ed25519; p=AAAA         | permerror | 32 octets",
            "v=DKIM1; k=ed25519; p=*            | permerror | not base64",
            "v=spf1 -all                        | permerror | is not DKIM1",
            "google-site-verification           | permerror | without",
            "k=ed25519; p=KEY                   | pass      | ''",
            "v=DKIM1; k=ed25519; h=sha1 : sha256; s=* ; g=; n=a note; p= KEY ; | pass | ''"})
    void keyRecordIsJudged(String record, String word, String reason) {
        String signed = signed(SignatureOptions.defaults().withIdentity("@mail.example.com"));
        Verdict verdict = verdict(signed, new Keys().with(key.recordName(),
                record.replace("KEY", key.keyRecord().publicKey())));

        assertThat(verdict.word()).isEqualTo(word);
        assertThat(verdict.toString()).contains(reason);
    }

    @Test
    void recordOfTheRightKindIsFoundAmongOthers() {
        Keys several = new Keys().with(key.recordName(), "v=spf1 -all", "v=DKIM1; k=rsa; p=AAAA",
                key.keyRecord().text());

        assertThat(verdict(signed(SignatureOptions.defaults()), several).word()).isEqualTo("pass");
    }

    @Test
    void testingDomainPassesButDoesNotCount() {
        Keys testing = new Keys().with(key.recordName(), "t=y:s; k=ed25519; p=" + key.keyRecord().publicKey());
        byte[] signed = signed(SignatureOptions.defaults()).getBytes(ISO_8859_1);
        Verification answer = new DkimVerifier(testing, crypto, TestMessages.NOW).verify(signed).toCompletableFuture()
                .join();

        assertThat(TestMessages.results(crypto, signed, testing).getFirst().verdict())
                .isEqualTo(new Verdict.Pass(true, false));
        assertThat(answer.passed()).isFalse();
    }

    @Test
    void missingKeyIsPermanentAndFailedLookUpTemporary() {
        String signed = signed(SignatureOptions.defaults());

        assertThat(verdict(signed, new Keys()))
                .isEqualTo(new Verdict.PermError("no key record at ed._domainkey.example.com"));
        assertThat(verdict(signed, _ -> CompletableFuture.completedStage(new KeyAnswer.TemporaryFailure("timeout"))))
                .isEqualTo(new Verdict.TempError("key look-up: timeout"));
        assertThat(verdict(signed, _ -> CompletableFuture.failedStage(new IllegalStateException("down"))).word())
                .isEqualTo("temperror");
    }

    @Test
    void keyIsNotLookedUpForAChangedBody() {
        String signed = signed(SignatureOptions.defaults()).replace("Hi.", "Ho.");

        assertThat(verdict(signed, _ -> {
            throw new AssertionError("looked up");
        })).isEqualTo(new Verdict.Fail("body hash does not fit the body"));
    }

    @Test
    void bodyLengthIsHonouredAndNoted() {
        String template = "DKIM-Signature: v=1; a=ed25519-sha256; d=example.com; s=ed; l=%s; h=From;\r\n bh=%s; b=";
        String hash = BodyHasher.hash(Canonicalization.SIMPLE, crypto, "Hi.\r\n".getBytes(ISO_8859_1), 0, 5).base64();
        String message = "From: joe@example.com\r\n\r\nHi.\r\n";

        assertThat(verdict(signByHand(template.formatted(5, hash), message), keys))
                .isEqualTo(new Verdict.Pass(false, false));
        assertThat(verdict(signByHand(template.formatted(5, hash), message) + "added\r\n", keys))
                .isEqualTo(new Verdict.Pass(false, true));
        assertThat(verdict(signByHand(template.formatted(6, hash), message), keys))
                .isEqualTo(new Verdict.Fail("body is shorter than l= says"));
        assertThat(verdict(signByHand(template.formatted("9".repeat(76), hash), message), keys))
                .isEqualTo(new Verdict.Fail("body is shorter than l= says"));
    }

    @Test
    void whiteSpaceInsideTagsIsAllowed() {
        String hash = BodyHasher.hash(Canonicalization.SIMPLE, crypto, "Hi.\r\n".getBytes(ISO_8859_1), 0, 5).base64();
        String field = "DKIM-Signature:v = 1;a=ed25519-sha256\r\n\t; d\t=\r\n example.com; s= ed ; q=dns/txt; h= from\r\n : to;"
                + " bh=" + hash.substring(0, 9) + "\r\n\t " + hash.substring(9) + ";b =";

        assertThat(verdict(signByHand(field, "From: joe@example.com\r\n\r\nHi.\r\n"), keys).word()).isEqualTo("pass");
    }

    @Test
    void rsaKeyUnder1024BitsIsRefused() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(768);
        KeyPair small = generator.generateKeyPair();
        String publicKey = Base64.getEncoder().encodeToString(small.getPublic().getEncoded());
        SigningKey rsa = new SigningKey("example.com", "small",
                new DkimKeyPair(KeyAlgorithm.RSA, 768, small.getPrivate(), small.getPublic().getEncoded()));
        byte[] signed = TestMessages.sign(new DkimSigner(
                List.of(rsa), SignatureOptions.defaults(), CryptoProviders.jdk(), TestMessages.NOW),
                MESSAGE.getBytes(ISO_8859_1));

        assertThat(verdict(new String(signed, ISO_8859_1), new Keys().with(rsa.recordName(), "p=" + publicKey)))
                .isInstanceOfSatisfying(Verdict.PermError.class,
                        error -> assertThat(error.reason()).contains("768 bits"));
    }

    @Test
    void signaturesBeyondTheBoundAreNotLookedAt() {
        String signed = signed(SignatureOptions.defaults());
        String field = signed.substring(0, signed.length() - MESSAGE.length());
        byte[] message = (field.repeat(DkimVerifier.MAX_SIGNATURES + 2) + MESSAGE).getBytes(ISO_8859_1);
        List<SignatureResult> results = TestMessages.results(crypto, message, keys);

        assertThat(results).hasSize(DkimVerifier.MAX_SIGNATURES + 2);
        assertThat(results.subList(0, DkimVerifier.MAX_SIGNATURES)).allMatch(r -> r.verdict().word().equals("pass"));
        assertThat(results.getLast().verdict().toString()).contains("more than 10 signatures");
    }

    @Test
    void messageWithBareLineFeedsIsUnreadable() {
        byte[] message = signed(SignatureOptions.defaults()).replace("\r\n", "\n").getBytes(ISO_8859_1);
        Verification answer = new DkimVerifier(keys, crypto, TestMessages.NOW).verify(message).toCompletableFuture()
                .join();

        assertThat(answer).isInstanceOfSatisfying(Verification.Unreadable.class,
                unreadable -> assertThat(unreadable.reason()).contains("bare LF"));
    }

    @Test
    void messageWithoutSignatureHasNoResults() {
        assertThat(TestMessages.results(crypto, MESSAGE.getBytes(ISO_8859_1), keys)).isEmpty();
    }

    @Test
    void domainInUnicodeIsLookedUpByItsALabels() {
        String hash = BodyHasher.hash(Canonicalization.SIMPLE, crypto, "Hi.\r\n".getBytes(ISO_8859_1), 0, 5).base64();
        String domain = new String("b\u00fccher.example".getBytes(UTF_8), ISO_8859_1);
        String field = "DKIM-Signature: v=1; a=ed25519-sha256; d=" + domain + "; i=j@" + domain + "; s=ed; h=from; bh="
                + hash
                + "; b=";
        Keys idn = new Keys().with("ed._domainkey.xn--bcher-kva.example", key.keyRecord().text());

        assertThat(verdict(signByHand(field, "From: joe@example.com\r\n\r\nHi.\r\n"), idn).word()).isEqualTo("pass");
    }

    private String signed(SignatureOptions options) {
        DkimSigner signer = new DkimSigner(List.of(key), options, crypto, TestMessages.NOW);
        return new String(TestMessages.sign(signer, MESSAGE.getBytes(ISO_8859_1)), ISO_8859_1);
    }

    /** Signs the From field of a message, simple, with a signature field whose tags the test chose. */
    private String signByHand(String field, String message) {
        byte[] data = (message.lines().findFirst().orElseThrow() + "\r\n" + field).getBytes(ISO_8859_1);
        try {
            byte[] signature = crypto.sign(key.algorithm(), key.keyPair().privateKey(), data, data.length);
            return field + Base64.getEncoder().encodeToString(signature) + "\r\n" + message;
        } catch (GeneralSecurityException cause) {
            throw new AssertionError(cause);
        }
    }

    private Verdict verdict(String message, KeyLookup lookup) {
        return verdict(message, lookup, TestMessages.NOW);
    }

    private Verdict verdict(String message, KeyLookup lookup, InstantSource clock) {
        Verification answer = new DkimVerifier(lookup, crypto, clock).verify(message.getBytes(ISO_8859_1))
                .toCompletableFuture().join();
        assertThat(answer).isInstanceOf(Verification.Checked.class);
        List<SignatureResult> results = ((Verification.Checked) answer).results();
        assertThat(results).hasSize(1);
        return results.getFirst().verdict();
    }
}
