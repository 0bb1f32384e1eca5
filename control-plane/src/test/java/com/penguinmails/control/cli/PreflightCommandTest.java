package com.penguinmails.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.accept.MailDate;
import com.penguinmails.mta.cli.Penguin;
import com.penguinmails.mta.time.SystemClock;
import com.penguinmails.testkit.dns.ZoneData;
import com.penguinmails.testkit.dns.ZoneServer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PreflightCommandTest {
    private static final String MAIL = """
            From: a@good.test
            To: b@receiver.test
            Date: %s
            Message-ID: <1@good.test>

            Hello.
            """.formatted(MailDate.format(new SystemClock().millis()));

    @TempDir
    private Path directory = Path.of("");

    private final ZoneServer dns = ZoneServer.start(new ZoneData());
    private final StringWriter out = new StringWriter();

    @AfterEach
    void close() {
        dns.close();
    }

    private int preflight(CommandLine command, String... words) {
        return command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true))
                .execute(Stream.concat(Stream.of(words), Stream.of("--dns", "127.0.0.1:" + dns.address().getPort()))
                        .toArray(String[]::new));
    }

    private int preflight(String... words) {
        return preflight(Penguin.commandLine(),
                Stream.concat(Stream.of("preflight"), Stream.of(words)).toArray(String[]::new));
    }

    private String file() throws IOException {
        return Files.writeString(directory.resolve("mail.eml"), MAIL).toString();
    }

    @Test
    void aMailThatNothingBlocksIsAnsweredWithZero() throws Exception {
        dns.zones().txt("good.test", "v=spf1 ip4:192.0.2.1 -all").txt("_dmarc.good.test", "v=DMARC1; p=reject")
                .ptr(InetAddress.ofLiteral("192.0.2.1"), "out.good.test").address("out.good.test", "192.0.2.1");

        assertThat(preflight(file(), "--source-ip", "192.0.2.1", "--ehlo", "out.good.test", "--json"))
                .as(out.toString()).isZero();
        JsonNode answer = new ObjectMapper().readTree(out.toString());
        assertThat(answer.path("result").asText()).isEqualTo("warn");
        assertThat(answer.path("rules").findValuesAsText("id")).hasSize(16).startsWith("from-present-once",
                "spf-passes");
        assertThat(answer.path("rules").get(3).path("mend").asText())
                .isEqualTo("sign it with DKIM in the domain of From");
        assertThat(answer.path("rules").get(9).path("providers").toString()).isEqualTo("[\"gmail\",\"yahoo\"]");
    }

    @Test
    void theSameMailToManyIsBlockedAndTheTableSaysWhy() throws Exception {
        assertThat(preflight(file(), "--bulk")).isEqualTo(1);
        assertThat(out.toString()).containsPattern("block +dkim-valid +it has no signature")
                .contains("→ sign it with DKIM in the domain of From").containsPattern("skipped +ptr +not looked at");
    }

    @Test
    void aMailComesFromStandardInput() {
        var in = new ByteArrayInputStream(MAIL.getBytes(StandardCharsets.UTF_8));
        assertThat(preflight(new CommandLine(new PreflightCommand(in, new SystemClock())), "-")).isEqualTo(1);
        assertThat(out.toString()).containsPattern("pass +from-present-once +a@good.test");
    }

    @Test
    void wrongWordsAreAnsweredWithTwoAndAMissingFileWithOne() throws Exception {
        assertThat(preflight(file(), "--source-ip", "300.1.1.1")).isEqualTo(2);
        assertThat(preflight(file(), "--ehlo", "a..b")).isEqualTo(2);
        assertThat(preflight(file(), "--mail-from", "nobody")).isEqualTo(2);
        assertThat(preflight()).isEqualTo(2);
        assertThat(preflight("/nowhere/mail.eml")).isEqualTo(1);
        assertThat(out.toString()).contains("no such file");
    }
}
