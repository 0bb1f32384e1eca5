package com.penguinmails.dkim;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DkimSignerTest {

    private static final String MESSAGE = """
            From: Joe <joe@example.com>\r
            To: a@example.net\r
            Received: from x\r
            To: b@example.net\r
            List-Unsubscribe: <https://example.com/u>\r
            List-Unsubscribe-Post: List-Unsubscribe=One-Click\r
            Subject: Hello\r
            \r
            Hi.\r
            """;

    private final CryptoProviders crypto = CryptoProviders.choose();
    private final DkimKeys keys = new DkimKeys(crypto);
    private final SigningKey ed25519 = new SigningKey("example.com", "ed", keys.generateEd25519());
    private final SigningKey rsa = new SigningKey("Example.COM", "rsa", keys.generateRsa(2048));

    @Test
    void statesTheTagsInFoldedLines() {
        SignatureOptions options = SignatureOptions.defaults().withLifetime(Duration.ofDays(7))
                .withIdentity("joe@mail.example.com");
        String field = sign(options, MESSAGE, rsa);

        assertThat(field).startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=rsa;\r\n")
                .contains(" i=joe@mail.example.com; t=1700000000; x=1700604800;")
                .endsWith("\r\n").doesNotContain("l=");
        assertThat(field.lines().map(String::length)).allMatch(length -> length <= 78);
        assertThat(field.split("\r\n", -1)).allMatch(line -> line.isEmpty() || line.startsWith("DKIM")
                || line.startsWith(" "));
    }

    @Test
    void namesEachInstanceAndOneMoreOfWhatIsOverSigned() {
        assertThat(names(sign(SignatureOptions.defaults(), MESSAGE, ed25519))).isEqualTo(
                "From:From:Reply-To:Subject:Subject:Date:To:To:To:Message-ID"
                        + ":List-Unsubscribe:List-Unsubscribe-Post");
    }

    @Test
    void leavesOutTimeWhenAsked() {
        assertThat(sign(SignatureOptions.defaults().withTimestamp(false), MESSAGE, ed25519)).doesNotContain("t=17");
    }

    @Test
    void signsWithAllKeysInTheirOrder() {
        String fields = sign(SignatureOptions.defaults(), MESSAGE, rsa, ed25519);

        assertThat(fields.indexOf("a=rsa-sha256")).isPositive().isLessThan(fields.indexOf("a=ed25519-sha256"));
    }

    @Test
    void refusesAMessageWithoutFrom() {
        assertThatThrownBy(() -> sign(SignatureOptions.defaults(), "To: a@example.net\r\n\r\n", rsa))
                .isInstanceOf(InvalidMessageException.class).hasMessageContaining("From");
    }

    @Test
    void refusesABodyHashOfAnotherCanonicalization() {
        BodyHash simple = BodyHasher.hash(Canonicalization.SIMPLE, crypto, new byte[0], 0, 0);
        MessageHeaders headers = MessageHeaders.parse(MESSAGE.getBytes(US_ASCII));

        assertThatThrownBy(() -> signer(SignatureOptions.defaults(), rsa).sign(headers, simple))
                .hasMessageContaining("body hash: is simple");
    }

    @Test
    void refusesOptionsThatMakeNoValidSignature() {
        SignatureOptions elsewhere = SignatureOptions.defaults().withIdentity("@notexample.com");

        assertThatThrownBy(() -> signer(elsewhere, rsa)).hasMessageContaining("not example.com or below it");
        assertThatThrownBy(() -> signer(SignatureOptions.defaults())).hasMessageContaining("none given");
        assertThatThrownBy(() -> SignatureOptions.defaults().withIdentity("x; l=0@example.com"))
                .hasMessageContaining("identity");
        assertThatThrownBy(() -> SignatureOptions.defaults().withLifetime(Duration.ZERO))
                .hasMessageContaining("second");
        assertThatThrownBy(() -> new HeaderSelection(List.of("From", "Received"), List.of()))
                .hasMessageContaining("Received");
        assertThatThrownBy(() -> new HeaderSelection(List.of("To"), List.of())).hasMessageContaining("From is missing");
        assertThatThrownBy(() -> new HeaderSelection(List.of("From", "from"), List.of())).hasMessageContaining("twice");
        assertThatThrownBy(() -> new HeaderSelection(List.of("From"), List.of("To")))
                .hasMessageContaining("over-signed");
        assertThatThrownBy(() -> new HeaderSelection(List.of("From", "A:B"), List.of()))
                .hasMessageContaining("no field name");
    }

    @Test
    void refusesNamesThatAreNoDomainNames() {
        DkimKeyPair pair = keys.generateEd25519();

        assertThat(new SigningKey("bücher.example", "s", pair).domain()).isEqualTo("xn--bcher-kva.example");
        assertThatThrownBy(() -> new SigningKey("a..b", "s", pair)).hasMessageContaining("signing domain");
        assertThatThrownBy(() -> new SigningKey("a.example\r\nX: y", "s", pair)).hasMessageContaining("signing domain");
        assertThatThrownBy(() -> new SigningKey("a.example", "", pair)).hasMessageContaining("selector");
        assertThatThrownBy(() -> new SigningKey("a.example", "s; t=1", pair)).hasMessageContaining("selector");
    }

    @Test
    void textOfKeysHidesThem() {
        assertThat(rsa).hasToString("SigningKey[rsa._domainkey.example.com, DkimKeyPair[rsa, 2048 bits]]");
    }

    private String sign(SignatureOptions options, String message, SigningKey... with) {
        return new String(signer(options, with).sign(message.getBytes(US_ASCII)), US_ASCII);
    }

    private DkimSigner signer(SignatureOptions options, SigningKey... with) {
        return new DkimSigner(List.of(with), options, crypto,
                InstantSource.fixed(Instant.ofEpochSecond(1_700_000_000)));
    }

    private static String names(String field) {
        String unfolded = field.replaceAll("\r\n ", "");
        int start = unfolded.indexOf("h=");
        return unfolded.substring(start + 2, unfolded.indexOf(';', start));
    }
}
