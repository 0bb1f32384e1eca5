package com.penguinmails.mta.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.SystemClock;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class DkimCommandTest {
    private static final String MESSAGE = "From: Jo <jo@example.com>\nTo: a@example.net\nSubject: Gr\u00fc\u00dfe\n\nHello.\n";

    @TempDir
    private Path folder = Path.of("");
    private Path zone = Path.of("");
    private Path rsaKey = Path.of("");
    private Path edKey = Path.of("");
    private Path plain = Path.of("");

    /** What a command did; the message has a character for each octet. */
    private record Outcome(int status, String text, String errors, String message) {}

    @BeforeEach
    void makeKeys() throws IOException {
        rsaKey = folder.resolve("rsa.pem");
        edKey = folder.resolve("ed.pem");
        plain = Files.writeString(folder.resolve("plain.eml"), MESSAGE, ISO_8859_1);
        String rsa = keygen("rsa", "news", rsaKey).text();
        String ed = keygen("ed25519", "ed", edKey).text();
        zone = Files.writeString(folder.resolve("zone"), rsa + ed);
    }

    @Test
    void keygenWritesAPrivateFileAndPrintsTheRecord() throws IOException {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rsaKey))).isEqualTo("rw-------");
        assertThat(Files.readString(rsaKey)).startsWith("-----BEGIN PRIVATE KEY-----\n");
        assertThat(Files.readAllLines(zone).getFirst())
                .matches("news\\._domainkey\\.example\\.com\\. IN TXT \\( \"v=DKIM1; k=rsa; p=\\S{237}\" \"\\S+\" \\)");
    }

    @Test
    void keygenNeverWritesOverAFile() throws IOException {
        String before = Files.readString(rsaKey);
        Outcome outcome = keygen("rsa", "news", rsaKey);

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.errors()).contains("not overwritten").contains(rsaKey.toString());
        assertThat(outcome.text()).isEmpty();
        assertThat(Files.readString(rsaKey)).isEqualTo(before);
    }

    @Test
    void keygenRefusesWhatMakesNoKey() {
        Path out = folder.resolve("new.pem");

        assertThat(
                run("keygen", "--domain", "example.com", "--selector", "s", "--out", out.toString(), "--bits", "1024"))
                .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(1))
                .satisfies(outcome -> assertThat(outcome.errors()).contains("2048 to 4096"));
        assertThat(run("keygen", "--domain", "a..b", "--selector", "s", "--out", out.toString()).errors())
                .contains("signing domain");
        assertThat(run("keygen", "--domain", "example.com", "--selector", "s", "--out", out.toString(), "--algorithm",
                "dsa"))
                .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(2))
                .satisfies(outcome -> assertThat(outcome.errors()).contains("expected rsa or ed25519"));
        assertThat(run("keygen", "--domain", "example.com", "--selector", "s", "--out", out.toString(), "--algorithm",
                "ed25519", "--bits", "2048").status()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    @Test
    void recordPrintsWhatKeygenPrinted() throws IOException {
        Outcome outcome = run("record", rsaKey.toString(), "--domain", "example.com", "--selector", "news");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.text().strip()).isEqualTo(Files.readAllLines(zone).getFirst());
    }

    @Test
    void recordPrintsJson() throws IOException {
        JsonNode json = new ObjectMapper().readTree(
                run("record", edKey.toString(), "--domain", "example.com", "--selector", "ed", "--json").text());

        assertThat(json.get("name").asText()).isEqualTo("ed._domainkey.example.com");
        assertThat(json.get("type").asText()).isEqualTo("TXT");
        assertThat(json.get("value").asText()).startsWith("v=DKIM1; k=ed25519; p=");
        assertThat(json.get("strings").get(0)).isEqualTo(json.get("value"));
        assertThat(json.get("zone_file_line").asText()).isEqualTo(Files.readAllLines(zone).getLast());
    }

    @Test
    void missingOrWrongKeyFileIsSaidInWords() {
        assertThat(run("record", "/nowhere/key.pem", "--domain", "example.com", "--selector", "s"))
                .satisfies(outcome -> assertThat(outcome.status()).isEqualTo(1))
                .satisfies(outcome -> assertThat(outcome.errors()).contains("no such file: /nowhere/key.pem"));
        assertThat(run("record", plain.toString(), "--domain", "example.com", "--selector", "s").errors())
                .contains("no unencrypted private key");
    }

    @Test
    void signedMessageIsTheMessageBehindItsSignatures() throws IOException {
        Outcome outcome = sign(plain.toString());
        String signed = outcome.message();

        assertThat(outcome.status()).as(outcome.errors()).isZero();
        assertThat(signed).startsWith("DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example.com; s=news;")
                .contains("a=ed25519-sha256").endsWith("\r\n" + MESSAGE.replace("\n", "\r\n"));
        assertThat(outcome.text()).isEmpty();
    }

    @Test
    void messageIsReadFromStandardInput() throws IOException {
        Outcome signed = runWithInput(MESSAGE.replace("\n", "\r\n"), "sign", "--domain", "example.com", "--key",
                edKey.toString(), "--selector", "ed");
        Outcome verified = runWithInput(signed.message(), "verify", "--key-record", zone.toString(), "-");

        assertThat(verified.status()).as(verified.text() + verified.errors()).isZero();
        assertThat(verified.text()).containsPattern("1 +pass +ed25519-sha256 +example.com +ed\\s");
    }

    @Test
    void signatureStatesWhatWasAskedFor() {
        Outcome outcome = run("sign", "--domain", "example.com", "--key", edKey.toString(), "--selector", "ed",
                "--canonicalization", "simple/relaxed", "--headers", "From,Subject", "--over-sign", "From",
                "--identity", "@mail.example.com", "--expires-after", "P7D", plain.toString());

        assertThat(outcome.message().replace("\r\n", ""))
                .contains("c=simple/relaxed;", "i=@mail.example.com;", "t=1800000000;", "x=1800604800;",
                        "h=From:From:Subject;");
        assertThat(run("sign", "--domain", "example.com", "--key", edKey.toString(), "--selector", "ed",
                "--no-timestamp", plain.toString()).message()).doesNotContain("t=1800000000");
    }

    @Test
    void signRefusesWrongWords() {
        String[] key = {"--domain", "example.com", "--key", edKey.toString(), "--selector", "ed", plain.toString()};

        assertThat(run("sign", "--domain", "example.com", plain.toString()).status()).isEqualTo(2);
        assertThat(run("sign", "--domain", "example.com", "--key", edKey.toString()).status()).isEqualTo(2);
        assertThat(run(with(key, "sign", "--over-sign", "From")).status()).isEqualTo(2);
        assertThat(run(with(key, "sign", "--canonicalization", "nofws")).errors())
                .contains("expected is simple or relaxed");
        assertThat(run(with(key, "sign", "--headers", "From,Received")).errors()).contains("Received");
    }

    @Test
    void verifyPrintsATableAndPassesBySignature() throws IOException {
        Path signed = Files.writeString(folder.resolve("signed.eml"), sign(plain.toString()).message(), ISO_8859_1);
        Outcome outcome = run("verify", "--key-record", zone.toString(), signed.toString());

        assertThat(outcome.status()).as(outcome.text()).isZero();
        assertThat(outcome.text().lines()).hasSize(3);
        assertThat(outcome.text()).contains("1   pass       rsa-sha256", "2   pass       ed25519-sha256");
    }

    @Test
    void verifyFailsOnAChangedMessage() throws IOException {
        String changed = sign(plain.toString()).message().replace("Hello", "Hallo");
        Path file = Files.writeString(folder.resolve("changed.eml"), changed, ISO_8859_1);
        Outcome outcome = run("verify", "--key-record", zone.toString(), "--json", file.toString());
        JsonNode json = new ObjectMapper().readTree(outcome.text());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(json.get("passed").asBoolean()).isFalse();
        assertThat(json.get("signatures")).hasSize(2).allSatisfy(signature -> {
            assertThat(signature.get("result").asText()).isEqualTo("fail");
            assertThat(signature.get("note").asText()).isEqualTo("body hash does not fit the body");
        });
    }

    @Test
    void verifyWithoutSignatureDoesNotPass() {
        Outcome outcome = run("verify", "--key-record", zone.toString(), plain.toString());

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.text()).contains("no signature");
    }

    @Test
    void verifyTakesABareRecordForEveryName() throws IOException {
        String value = new ObjectMapper()
                .readTree(run("record", rsaKey.toString(), "--domain", "x.example", "--selector",
                        "s", "--json").text())
                .get("value").asText();
        Path signed = Files.writeString(folder.resolve("signed.eml"), sign(plain.toString()).message(), ISO_8859_1);

        for (String text : List.of(value, "\"" + value.substring(0, 200) + "\" \"" + value.substring(200) + "\"")) {
            Path record = Files.writeString(folder.resolve("record"), text + "\n");
            Outcome outcome = run("verify", "--key-record", record.toString(), signed.toString());

            assertThat(outcome.status()).as(outcome.text()).isZero();
            assertThat(outcome.text()).contains("1   pass", "2   permerror");
        }
    }

    @Test
    void verifyAsksTheNamedDnsServer() throws IOException {
        Path signed = Files.writeString(folder.resolve("signed.eml"), sign(plain.toString()).message(), ISO_8859_1);
        var zones = new ZoneData();
        for (String line : Files.readAllLines(zone)) {
            var _ = zones.add(line.replace(" IN TXT", " 60 IN TXT"));
        }
        try (ZoneServer server = ZoneServer.start(zones)) {
            String address = "127.0.0.1:" + server.address().getPort();
            Outcome outcome = run("verify", "--dns", address, signed.toString());

            assertThat(outcome.status()).as(outcome.text()).isZero();
            assertThat(server.queries().count("news._domainkey.example.com", "TXT")).isPositive();
        }
        try (ZoneServer empty = ZoneServer.start(new ZoneData())) {
            Outcome outcome = run("verify", "--dns", "127.0.0.1:" + empty.address().getPort(), signed.toString());

            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.text()).contains("permerror", "no key record at news._domainkey.example.com");
        }
    }

    @Test
    void isPartOfThePenguinCommand() {
        CommandLine dkim = Objects.requireNonNull(Penguin.commandLine().getSubcommands().get("dkim"));

        assertThat(dkim.getSubcommands())
                .containsKeys("keygen", "record", "sign", "verify");
    }

    private Outcome keygen(String algorithm, String selector, Path out) {
        return run("keygen", "--algorithm", algorithm, "--domain", "example.com", "--selector", selector, "--out",
                out.toString());
    }

    private Outcome sign(String message) {
        return run("sign", "--domain", "example.com", "--key", rsaKey.toString(), "--selector", "news", "--key",
                edKey.toString(), "--selector", "ed", message);
    }

    private static String[] with(String[] rest, String... first) {
        var all = new ArrayList<>(List.of(first));
        all.addAll(List.of(rest));
        return all.toArray(String[]::new);
    }

    private static Outcome run(String... arguments) {
        return runWithInput("", arguments);
    }

    private static Outcome runWithInput(String standardInput, String... arguments) {
        var octets = new ByteArrayOutputStream();
        var text = new StringWriter();
        var errors = new StringWriter();
        CommandLine command = new DkimCommand(new ByteArrayInputStream(standardInput.getBytes(ISO_8859_1)), octets,
                new FixedClock())
                .commandLine().setOut(new PrintWriter(text, true)).setErr(new PrintWriter(errors, true));
        int status = command.execute(arguments);
        return new Outcome(status, text.toString(), errors.toString(), octets.toString(ISO_8859_1));
    }

    /** Wall time stands still; the resolver's ticks go on. */
    private static final class FixedClock implements Clock {
        private final Clock ticking = new SystemClock();

        @Override
        public long millis() {
            return 1_800_000_000_000L;
        }

        @Override
        public long nanoTime() {
            return ticking.nanoTime();
        }
    }
}
