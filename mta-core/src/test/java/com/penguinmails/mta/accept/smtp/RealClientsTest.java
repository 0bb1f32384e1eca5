package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Mail from programs that others wrote. */
class RealClientsTest {
    private static final String SMTPLIB = """
            import smtplib, sys
            from email.message import EmailMessage
            port, user, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
            m = EmailMessage()
            m['From'] = 'J\\u00f6rg <sender@example.com>'
            m['To'] = 'one@receiver.example'
            m['Bcc'] = 'two@receiver.example'
            m['Subject'] = 'Gr\\u00fc\\u00dfe'
            m.set_content('.dot\\n..two dots\\n' + 'x' * 3000 + '\\nend')
            m.add_attachment(bytes(range(256)), maintype='application', subtype='octet-stream', filename='all.bin')
            with smtplib.SMTP('127.0.0.1', port, timeout=30) as s:
                s.ehlo('client.example')
                s.login(user, password)
                s.send_message(m)
                s.sendmail('sender@example.com', ['three@receiver.example'],
                           b'From: sender@example.com\\r\\n\\r\\n.\\r\\n\\xff\\xfe' + b'y' * 5000 + b'\\r\\n.\\r\\n',
                           mail_options=['BODY=8BITMIME'])
            """;

    @TempDir
    private Path directory = Path.of("");

    @Test
    void pythonSmtplib() throws Exception {
        String python = program("python3");
        Path script = Files.writeString(directory.resolve("send.py"), SMTPLIB);
        var settings = new TestNode.Settings();
        settings.trustLoopback = false;
        try (TestNode node = TestNode.start(settings)) {
            run(List.of(python, script.toString(), String.valueOf(node.port), TestNode.KEY.id(),
                    TestNode.KEY.reveal()));
            assertThat(node.spool.messages()).hasSize(2);
            assertThat(node.spool.messages().getFirst().recipients()).hasSize(2);
            assertThat(node.content(0)).contains("\r\n.dot\r\n..two dots\r\n").doesNotContain("two@receiver.example")
                    .contains("Content-Disposition: attachment");
            assertThat(node.contentFrom(1, "From:"))
                    .isEqualTo("From: sender@example.com\r\n\r\n.\r\n\u00ff\u00fe" + "y".repeat(5000) + "\r\n.\r\n");
        }
    }

    @Test
    void swaks() throws Exception {
        String swaks = program("swaks");
        try (TestNode node = TestNode.start()) {
            run(List.of(swaks, "--server", "127.0.0.1", "--port", String.valueOf(node.port), "--auth", "LOGIN",
                    "--auth-user", TestNode.KEY.id(), "--auth-password", TestNode.KEY.reveal(), "--from",
                    "sender@example.com", "--to", "one@receiver.example,two@receiver.example", "--ehlo",
                    "client.example",
                    "--body", "hello from swaks", "--pipeline", "--silent", "3"));
            assertThat(node.recipients()).containsExactly("one@receiver.example", "two@receiver.example");
            assertThat(node.content(0)).contains("hello from swaks\r\n");
        }
    }

    private static String program(String name) {
        for (String directory : System.getenv("PATH").split(":", -1)) {
            Path candidate = Path.of(directory, name);
            if (Files.isExecutable(candidate)) {
                return candidate.toString();
            }
        }
        assumeTrue(Boolean.getBoolean("peers.required"), name + " is not installed");
        throw new AssertionError(name + " is required (peers.required) and not installed");
    }

    private void run(List<String> command) throws IOException, InterruptedException {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.ISO_8859_1);
        assertThat(ended && process.exitValue() == 0).as("%s", said).isTrue();
    }
}
