package com.penguinmails.dkim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages, keys and records that others published. */
final class CorporaTest {

    private static final String FOOTBALL = "football.example.com";

    private final CryptoProviders crypto = CryptoProviders.choose();
    private final DkimKeys dkimKeys = new DkimKeys(crypto);

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void bothSignaturesOfTheExampleOfRfc8463Verify(boolean fastest) {
        String[] parts = Corpora.read("rfc8463-appendix-a.txt").split("\r?\n\r?\n", 2);
        Keys keys = new Keys();
        parts[0].lines().forEach(line -> keys.with(line.split(" ", 2)[0], line.split(" ", 2)[1]));

        assertThat(TestMessages.verify(fastest ? crypto : CryptoProviders.jdk(), Corpora.toMessage(parts[1]), keys))
                .containsExactly("pass", "pass");
    }

    @ParameterizedTest
    @CsvSource({"rfc6376.signed.msg, 2", "rfc6376.signed.rsa.msg, 1"})
    void signedExampleOfRfc6376Verifies(String file, int signatures) {
        byte[] message = Corpora.message("dkimpy/" + file);
        Keys keys = new Keys()
                .with("test._domainkey." + FOOTBALL, Corpora.read("dkimpy/test.txt").strip())
                .with("brisbane._domainkey." + FOOTBALL,
                        "v=DKIM1; k=ed25519; p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");

        assertThat(TestMessages.verify(crypto, message, keys)).hasSize(signatures).containsOnly("pass");
    }

    @Test
    void messageSignedByEximVerifies() {
        Keys keys = new Keys().with("sed._domainkey.test.ex", Corpora.read("dkimpy/eximtest.dns").strip());

        assertThat(TestMessages.verify(crypto, Corpora.message("dkimpy/ed25519test2.msg"), keys))
                .containsExactly("pass");
    }

    @ParameterizedTest
    @CsvSource({
            "test.txt,        pass",
            "test2.txt,       pass",
            "badversion.txt,  permerror",
            "badk.txt,        permerror",
            "test_tlsrpt.txt, permerror",
            "test_bad.txt,    permerror"})
    void recordDecidesOverASignatureWithItsKey(String record, String word) {
        SigningKey key = new SigningKey(FOOTBALL, "test", dkimKeys.fromPem(Corpora.read("dkimpy/test.private")));
        byte[] message = sign(key, Corpora.message("dkimpy/test.message"));
        Keys keys = new Keys().with(key.recordName(), Corpora.read("dkimpy/" + record).strip());

        assertThat(TestMessages.verify(crypto, message, keys)).containsExactly(word);
    }

    @ParameterizedTest
    @CsvSource({
            "dkimpy/2048_testkey.key,       RSA,     2048, dkimpy/2048_testkey_wo_markers.pub.txt",
            "dkimpy/2048_testkey.key,       RSA,     2048, dkimpy/2048_testkey_wo_markers.pub.rsa.txt",
            "dkimpy/2048_testkey_PKCS8.key, RSA,     2048, dkimpy/2048_testkey_PKCS8.key.pub.txt",
            "dkimpy/1024_testkey.key,       RSA,     1024, dkimpy/1024_testkey_wo_markers.pub.txt",
            "dkimpy/1024_testkey.key,       RSA,     1024, dkimpy/1024_testkey_wo_markers.pub.rsa.txt",
            "mailauth/private-rsa.pem,      RSA,     2048, mailauth/public-rsa.pem",
            "mailauth/private-ed25519.pem,  ED25519, 256,  mailauth/public-ed25519.pem"})
    void keyFileSignsWhatItsPublicHalfVerifies(String file, KeyAlgorithm algorithm, int bits, String publicFile) {
        DkimKeyPair pair = dkimKeys.fromPem(Corpora.read(file));
        SigningKey key = new SigningKey("example.com", "s", pair);
        byte[] message = sign(key, Corpora.message("mailauth/message1.eml"));
        Keys keys = new Keys().with(key.recordName(), recordOf(Corpora.read(publicFile), algorithm));

        assertThat(pair.algorithm()).isEqualTo(algorithm);
        assertThat(pair.bits()).isEqualTo(bits);
        assertThat(TestMessages.verify(crypto, message, keys)).containsExactly("pass");
    }

    @ParameterizedTest
    @CsvSource({"ed25519test.key, ed25519test.dns", "rfc8032_7_1.key, "})
    void rawSeedGivesThePublishedKey(String file, String record) throws Exception {
        byte[] seed = Base64.getDecoder().decode(Corpora.read("dkimpy/" + file).strip());
        byte[] info = PrivateKeyInfoFactory.createPrivateKeyInfo(new Ed25519PrivateKeyParameters(seed)).getEncoded();
        DkimKeyPair pair = dkimKeys.fromPem("-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(info) + "\n-----END PRIVATE KEY-----\n");
        String expected = record == null
                ? "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
                : DkimRecord.parse(Corpora.read("dkimpy/" + record).strip()).publicKey();

        assertThat(pair.keyRecord().publicKey()).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {
            "arc-fail", "arc-pass", "arc-pass2", "authtest", "bimi", "message2", "message3", "message4", "zbimi",
            "zproov"})
    void bodyHashesOfRealMessagesFit(String name) {
        byte[] message = Corpora.message("mailauth/" + name + ".eml");

        assertThat(TestMessages.results(crypto, message, new Keys())).isNotEmpty()
                .allSatisfy(result -> assertThat(result.verdict())
                        .isInstanceOfSatisfying(Verdict.PermError.class,
                                verdict -> assertThat(verdict.reason()).startsWith("no key record at ")));
    }

    private byte[] sign(SigningKey key, byte[] message) {
        return TestMessages.sign(
                new DkimSigner(List.of(key), SignatureOptions.defaults(), crypto, TestMessages.NOW), message);
    }

    /** The text itself if it is a record, else a record for the public key in PEM. */
    private static String recordOf(String text, KeyAlgorithm algorithm) {
        if (text.startsWith("v=DKIM1")) {
            return text.strip();
        }
        byte[] info = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
        int from = algorithm == KeyAlgorithm.RSA ? 0 : info.length - 32;
        String publicKey = Base64.getEncoder().encodeToString(Arrays.copyOfRange(info, from, info.length));
        return "k=" + algorithm.keyTag() + "; p=" + publicKey;
    }
}
