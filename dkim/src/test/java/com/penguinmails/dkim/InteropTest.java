package com.penguinmails.dkim;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Other programs verify what is signed here, and the other way round. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class InteropTest {

    /** Folding, white space at every odd place, two instances of a field, an empty one, 8-bit text, no CRLF at the end. */
    private static final String MESSAGE = "Received: from a by b\r\n"
            + "From: =?utf-8?q?J=C3=B6?= <joe@example.com>\r\nTo: a@example.net,\r\n\tb@example.net \t\r\n"
            + "cc: x@example.net\r\nCc: y@example.net\r\nReply-To:\r\nSubject:  two   spaces \r\n  and\ta tab\r\n"
            + "Date: Mon, 01 Jan 2024 00:00:00 +0000\r\nMessage-ID: <1@example.com>\r\n"
            + "List-Unsubscribe: <https://example.com/" + "u".repeat(200) + ">\r\n"
            + "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
            + "\r\n Hello \t world  \r\n\r\n\r\nj\u00f6e\t\r\n..\r\n.\r\n" + "x".repeat(900)
            + "\r\n \r\n\r\nend \r\n\r\n";

    /** The milter interface that OpenDKIM reads through eats the white space behind a field's colon. */
    private static final String MILTER_MESSAGE = MESSAGE.replace("Subject:  ", "Subject: ")
            .replace("Reply-To:\r\n", "Reply-To: joe@example.com\r\n");

    private final CryptoProviders crypto = CryptoProviders.choose();
    private final DkimKeys dkimKeys = new DkimKeys(crypto);
    private final SigningKey rsa = new SigningKey("example.com", "rsa", dkimKeys.generateRsa(2048));
    private final SigningKey ed25519 = new SigningKey("mail.example.com", "ed", dkimKeys.generateEd25519());

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"})
    void openDkimVerifiesBothSignatures(String form) throws IOException {
        Peer.require("opendkim", "opendkim", "-V");
        Path configuration = folder.resolve("opendkim.conf");
        Files.writeString(configuration, "Mode v\nSyslog no\nSocket local:" + folder.resolve("socket")
                + "\nTestDNSData file:" + zone() + "\n");
        byte[] signed = sign(MILTER_MESSAGE, form, rsa, ed25519);

        assertThat(openDkim(configuration, signed)).containsExactly("pass", "pass");
        assertThat(openDkim(configuration, changed(signed))).containsExactly("fail", "fail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"})
    void dkimpyVerifiesBothSignatures(String form) throws IOException {
        requireDkimpy();

        assertThat(dkimpy(sign(MESSAGE, form, rsa, ed25519))).containsExactly("pass", "pass");
        assertThat(dkimpy(changed(sign(MESSAGE, form, rsa, ed25519)))).containsExactly("fail", "fail");
    }

    /** The version in Debian 12 knows no Ed25519. */
    @ParameterizedTest
    @ValueSource(strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"})
    void mailDkimVerifiesTheRsaSignature(String form) throws IOException {
        Peer.require("Mail::DKIM", "perl", "-MMail::DKIM::Verifier", "-MNet::DNS", "-e", "1");

        assertThat(mailDkim(sign(MESSAGE, form, rsa))).containsExactly("pass");
        assertThat(mailDkim(changed(sign(MESSAGE, form, rsa)))).containsExactly("fail");
    }

    @ParameterizedTest
    @ValueSource(strings = {"simple/simple", "simple/relaxed", "relaxed/simple", "relaxed/relaxed"})
    void whatDkimpySignsVerifiesHere(String form) throws IOException {
        requireDkimpy();
        Path key = Files.writeString(folder.resolve("key.pem"), dkimKeys.toPem(rsa.keyPair()));
        byte[] signed = Peer.run(folder, List.of("/usr/bin/python3", Peer.script("dkimpy.py"), "sign", key.toString(),
                rsa.selector(), rsa.domain(), form, write("message", MESSAGE.getBytes(ISO_8859_1)).toString()));

        assertThat(TestMessages.verify(crypto, signed, new Keys().with(rsa))).containsExactly("pass");
    }

    private List<String> openDkim(Path configuration, byte[] message) throws IOException {
        byte[] output = Peer.run(folder, List.of(
                "opendkim", "-x", configuration.toString(), "-v", "-v", "-t", write("message", message).toString()));
        return Pattern.compile("\\bdkim=(\\w+)").matcher(new String(output, US_ASCII)).results()
                .map(found -> found.group(1)).toList();
    }

    private List<String> dkimpy(byte[] message) throws IOException {
        return lines(Peer.run(folder, List.of("/usr/bin/python3", Peer.script("dkimpy.py"), "verify", zone().toString(),
                write("message", message).toString())));
    }

    private List<String> mailDkim(byte[] message) throws IOException {
        return lines(Peer.run(folder, List.of(
                "perl", Peer.script("mail-dkim.pl"), zone().toString(), write("message", message).toString())));
    }

    private static void requireDkimpy() {
        Peer.require("python3-dkim", "/usr/bin/python3", "-c", "import dkim, nacl");
    }

    private byte[] sign(String message, String form, SigningKey... keys) {
        SignatureOptions options = SignatureOptions.defaults()
                .withCanonicalizations(Canonicalizations.parse(form).orElseThrow());
        InstantSource clock = InstantSource.fixed(Instant.parse("2024-01-01T00:00:00Z"));
        return TestMessages.sign(new DkimSigner(List.of(keys), options, crypto, clock), message.getBytes(ISO_8859_1));
    }

    private static byte[] changed(byte[] message) {
        return new String(message, ISO_8859_1).replace("Hello", "Hallo").getBytes(ISO_8859_1);
    }

    private Path zone() throws IOException {
        StringBuilder lines = new StringBuilder();
        for (SigningKey key : List.of(rsa, ed25519)) {
            lines.append(key.recordName()).append(' ').append(key.keyRecord().text()).append('\n');
        }
        return Files.writeString(folder.resolve("zone"), lines);
    }

    private Path write(String name, byte[] octets) throws IOException {
        return Files.write(folder.resolve(name), octets);
    }

    private static List<String> lines(byte[] output) {
        return new String(output, US_ASCII).lines().toList();
    }
}
