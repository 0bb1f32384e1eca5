package com.penguinmails.mta.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

final class SinkCommandTest {
    private static final Pattern LISTENING = Pattern.compile("listening on \\[/127\\.0\\.0\\.1:(\\d+)");

    @Test
    void behavesByItsScriptKeepsAndSumsUp(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("script"), "rcpt to=user1@* -> 550 5.1.1 Not here\n");
        Running sink = Running.start("--script", script.toString(), "--keep", folder.resolve("mail").toString(),
                "--count", "9", "--json",
                "--capabilities", "PIPELINING,8bitmime");
        CommandRun injected = CommandRun.of("inject", "--smtp", "127.0.0.1:" + sink.port(), "--count", "10",
                "--connections", "1", "--json");
        assertThat(injected.json().path("replies").path("550").asInt()).isEqualTo(1);
        CommandRun run = sink.end();
        assertThat(run.status()).isZero();
        assertThat(run.json().path("messages").asInt()).isEqualTo(9);
        assertThat(run.json().path("distinct").asInt()).isEqualTo(9);
        assertThat(run.json().path("duplicates").asInt()).isZero();
        assertThat(run.json().path("replies").path("550").asInt()).isEqualTo(1);
        try (var kept = Files.list(folder.resolve("mail"))) {
            assertThat(kept.filter(f -> f.toString().endsWith(".eml"))).hasSize(9);
        }
    }

    @Test
    void endsAfterItsTimeWithATable() {
        CommandRun run = CommandRun.of("sink", "--listen", "127.0.0.1:0", "--listen", "127.0.1.1:0", "--for", "1ms");
        assertThat(run.status()).isZero();
        assertThat(run.out()).containsPattern("messages +0").containsPattern("duplicates +0");
        assertThat(run.err()).contains("127.0.1.1");
    }

    @Test
    void takenPortIsTold() {
        Running first = Running.start("--count", "1");
        CommandRun second = CommandRun.of("sink", "--listen", "127.0.0.1:" + first.port());
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err()).contains("cannot listen on");
        assertThat(CommandRun.of("inject", "--smtp", "127.0.0.1:" + first.port(), "--count", "1").status()).isZero();
        assertThat(first.end().status()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sink --script /nowhere/script", "sink --capabilities MAGIC", "sink --for 5",
            "sink --size-max much",
            "sink --recipients -1", "sink --listen nowhere"})
    void wrongCallsAreRefused(String call) {
        assertThat(CommandRun.of(call.split(" ", -1)).status()).isEqualTo(2);
    }

    @Test
    void wrongScriptIsRefusedWithItsLine(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("script"), "# rules\nrcpt -> explode\n");
        CommandRun run = CommandRun.of("sink", "--script", script.toString());
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("line 2", "explode");
    }

    /** A sink on a thread of its own. */
    private record Running(StringWriter out, StringWriter err, CompletableFuture<Integer> status) {

        static Running start(String... options) {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            CommandLine command = Penguin.commandLine().setOut(new PrintWriter(out, true))
                    .setErr(new PrintWriter(err, true));
            String[] arguments = new String[options.length + 5];
            System.arraycopy(new String[]{"sink", "--listen", "127.0.0.1:0", "--for", "60s"}, 0, arguments, 0, 5);
            System.arraycopy(options, 0, arguments, 5, options.length);
            return new Running(out, err, CompletableFuture.supplyAsync(() -> command.execute(arguments)));
        }

        int port() {
            await().atMost(Duration.ofSeconds(30)).until(() -> LISTENING.matcher(err.toString()).find());
            Matcher listening = LISTENING.matcher(err.toString());
            assertThat(listening.find()).isTrue();
            return Integer.parseInt(listening.group(1));
        }

        CommandRun end() {
            return new CommandRun(status.join(), out.toString(), err.toString());
        }
    }
}
