package com.penguinmails.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail of clients that others wrote. */
final class ReceiverClientsTest {

    @Test
    void swaksDeliversUnderTls(@TempDir Path folder) throws Exception {
        requireProgram("swaks");
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String output = run(folder, "swaks", "--server", "127.0.0.1:" + receiver.port(), "--tls", "--from",
                    "a@from.test", "--to",
                    "b@to.test,bounce@to.test", "--body", ".line\nüber", "--timeout", "30");
            assertThat(receiver.messages()).as(output).singleElement().satisfies(m -> {
                assertThat(m.recipientAddresses()).containsExactly("b@to.test");
                assertThat(m.connection().tls()).isPresent();
                assertThat(m.text()).contains("\r\n.line\r\n");
            });
            assertThat(output).contains("550 5.1.1");
        }
    }

    @Test
    void pythonDeliversAndSeesRefusals(@TempDir Path folder) throws Exception {
        requireProgram("python3");
        Files.writeString(folder.resolve("send.py"), """
                import smtplib, sys
                client = smtplib.SMTP('127.0.0.1', int(sys.argv[1]), timeout=30)
                message = b'Subject: x\\r\\n\\r\\n.dot\\r\\n..two\\r\\n\\xff\\r\\n'
                print(client.sendmail('a@from.test', ['b@to.test', 'full@to.test'], message, ['BODY=8BITMIME']))
                client.quit()
                """);
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            String output = run(folder, "python3", "send.py", String.valueOf(receiver.port()));
            assertThat(output).contains("'full@to.test': (452, b'4.2.2 Mailbox full')");
            assertThat(receiver.messages()).singleElement().satisfies(m -> {
                assertThat(m.text()).isEqualTo("Subject: x\r\n\r\n.dot\r\n..two\r\n\u00ff\r\n");
                assertThat(m.mailParameters()).contains("BODY=8BITMIME");
            });
        }
    }

    private static String run(Path folder, String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        Process process = new ProcessBuilder(List.of(command)).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(output.toFile()).start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command[0]).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return Files.readString(output, StandardCharsets.ISO_8859_1);
    }

    private static void requireProgram(String name) {
        boolean found = Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
        if (Boolean.getBoolean("peers.required")) {
            assertThat(found).as("program %s, required by -Dpeers.required=true", name).isTrue();
        }
        Assumptions.assumeTrue(found, () -> "the program " + name + " is not installed");
    }
}
