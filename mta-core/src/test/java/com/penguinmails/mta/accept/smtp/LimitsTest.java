package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.spool.SpoolHealth;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Every limit, and the reply that names it. */
class LimitsTest {
    private final TestNode.Settings settings = new TestNode.Settings();

    @Test
    void aMessageThatAnnouncesTooMuchIsRefusedAtMail() throws IOException {
        settings.maxMessageSize = ByteSize.ofKiB(4);
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            assertThat(client.ask("EHLO c")).contains("SIZE 4096");
            assertThat(client.ask("MAIL FROM:<a@example.com> SIZE=4097")).startsWith("552 5.3.4");
            assertThat(client.ask("MAIL FROM:<a@example.com> SIZE=4096")).startsWith("250");
        }
    }

    @Test
    void aMessageThatTurnsOutTooLargeIsReadToItsEndAndRefused() throws IOException {
        settings.maxMessageSize = ByteSize.ofKiB(4);
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.beginData();
            client.send("From: a@example.com\r\n\r\n" + "x\r\n".repeat(10_000) + ".\r\n");
            assertThat(client.reply()).startsWith("552 5.3.4");
            assertThat(client.ask("NOOP")).startsWith("250");
            client.send("MAIL FROM:<a@example.com>\r\nRCPT TO:<b@receiver.example>\r\nBDAT 5000\r\n" + "x".repeat(5000)
                    + "BDAT 5 LAST\r\nQUIT\n" + "NOOP\r\n");
            assertThat(client.reply()).startsWith("250 2.1.0");
            assertThat(client.reply()).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("552 5.3.4");
            assertThat(client.reply()).startsWith("503 5.5.1");
            assertThat(client.reply()).isEqualTo("250 2.0.0 OK");
            assertThat(node.memoryUsed()).isZero();
            assertThat(node.spool.committed()).isEmpty();
        }
    }

    @Test
    void aHeaderSectionThatIsTooLongIsRefused() throws IOException {
        settings.maxHeader = ByteSize.ofKiB(1);
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.beginData();
            client.send("From: a@example.com\r\n" + "X-Long: value\r\n".repeat(100) + "\r\nx\r\n.\r\n");
            assertThat(client.reply()).startsWith("552 5.3.4 the header section");
        }
    }

    @Test
    void aLineThatIsTooLongIsOneError() throws IOException {
        settings.maxLine = 512;
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            assertThat(client.ask("NOOP " + "x".repeat(505))).startsWith("250");
            assertThat(client.ask("NOOP " + "x".repeat(506))).startsWith("500 5.5.2");
            assertThat(client.ask("NOOP " + "x".repeat(100_000))).startsWith("500 5.5.2");
            assertThat(client.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void whatIsNoCommandIsToldWhy() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            assertThat(client.ask("")).startsWith("500 5.5.1");
            assertThat(client.ask("HOLA")).startsWith("500 5.5.1");
            assertThat(client.ask("NOOP \0")).startsWith("500 5.5.2");
            assertThat(client.ask("NO\rOP")).startsWith("500 5.5.2");
            assertThat(client.ask("NOOP \u00ff\u00fe")).startsWith("500 5.5.2");
            client.send("NOOP\nNOOP\r\n");
            assertThat(client.reply()).startsWith("500 5.5.2 Lines end with CRLF");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aBrowserIsSentAway() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.send("POST / HTTP/1.1\r\nHost: x\r\n\r\nMAIL FROM:<a@example.com>\r\n");
            assertThat(client.reply()).startsWith("554 5.7.0");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void tooManyRecipientsAreForAnotherMessage() throws IOException {
        settings.maxRecipients = 3;
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            client.ask("MAIL FROM:<a@example.com>");
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask("RCPT TO:<r" + i + "@receiver.example>")).startsWith("250");
            }
            assertThat(client.ask("RCPT TO:<r3@receiver.example>")).startsWith("452 4.5.3");
            client.ask("DATA");
            client.send("From: a@example.com\r\n\r\nx\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
            assertThat(node.recipients()).hasSize(3);
        }
    }

    @Test
    void tooManyErrorsEndTheSession() throws IOException {
        settings.maxErrors = 3;
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask("HOLA")).startsWith("500");
            }
            assertThat(client.ask("HOLA")).startsWith("500");
            assertThat(client.reply()).startsWith("421 4.7.0 Too many errors");
            assertThat(client.isClosed()).isTrue();
            assertThat(node.count(Counter.SMTP_COMMANDS_REJECTED)).isEqualTo(4);
        }
    }

    @Test
    void anAcceptedMessageMakesErrorsForgotten() throws IOException {
        settings.maxErrors = 1;
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.ask("HOLA")).startsWith("500");
                client.beginData();
                client.send("From: a@example.com\r\n\r\nx\r\n.\r\n");
                assertThat(client.reply()).startsWith("250");
            }
        }
    }

    @Test
    void tooManyMessagesEndTheSession() throws IOException {
        settings.maxTransactions = 2;
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            for (int i = 0; i < 2; i++) {
                client.beginData();
                client.send("From: a@example.com\r\n\r\nx\r\n.\r\n");
                assertThat(client.reply()).startsWith("250");
            }
            assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("421 4.7.0 Too many messages");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void tooManyConnectionsInAllAreSentAwayAtTheGreeting() throws IOException {
        settings.maxConnections = 2;
        try (TestNode node = TestNode.start(settings); Dialogue one = node.connect(); Dialogue two = node.connect()) {
            try (Dialogue three = Dialogue.silent(node.port)) {
                assertThat(three.reply()).startsWith("421 4.3.2");
                assertThat(three.isClosed()).isTrue();
            }
            assertThat(node.count(Counter.SMTP_CONNECTIONS_REFUSED)).isEqualTo(1);
            assertThat(one.ask("QUIT")).startsWith("221");
            Eventually.holds(() -> node.sessions() == 1);
            node.connect().close();
            assertThat(two.ask("NOOP")).startsWith("250");
        }
    }

    @Test
    void tooManyConnectionsFromOneAddressAreSentAwayAtTheGreeting() throws IOException {
        settings.maxConnectionsPerAddress = 1;
        try (TestNode node = TestNode.start(settings); Dialogue one = node.connect()) {
            try (Dialogue two = Dialogue.silent(node.port)) {
                assertThat(two.reply()).startsWith("421 4.7.0");
            }
            one.leave();
            Eventually.holds(() -> node.sessions() == 0);
            node.connect().close();
        }
    }

    @Test
    void aSilentClientIsClosed() throws IOException {
        settings.commandTimeout = Duration.ofMillis(300);
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            assertThat(client.reply()).startsWith("421 4.4.2");
            assertThat(client.isClosed()).isTrue();
            assertThat(node.count(Counter.SMTP_TIMEOUTS)).isEqualTo(1);
        }
    }

    @Test
    void aClientThatDripsACommandIsClosed() throws IOException {
        settings.commandTimeout = Duration.ofMillis(500);
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            assertThat(drip(client)).startsWith("421 4.4.2");
        }
    }

    @Test
    void aClientThatDripsAMessageIsClosed() throws IOException {
        settings.dataTimeout = Duration.ofMillis(500);
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.beginData();
            assertThat(drip(client)).startsWith("421 4.4.2");
            assertThat(client.isClosed()).isTrue();
            assertThat(node.memoryUsed()).isZero();
        }
    }

    @Test
    void aClientThatDripsChunksIsClosed() throws IOException {
        settings.dataTimeout = Duration.ofMillis(500);
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.send("BDAT 1000000\r\n");
            assertThat(drip(client)).startsWith("421 4.4.2");
        }
    }

    /** Sends an octet at a time until the server answers. */
    private static String drip(Dialogue client) throws IOException {
        client.socket().setSoTimeout(30_000);
        var dripping = Thread.ofPlatform().start(() -> {
            try {
                while (true) {
                    client.send("x");
                    Thread.sleep(20);
                }
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return client.reply();
        } finally {
            dripping.interrupt();
        }
    }

    @Test
    void memoryThatIsUsedUpRefusesNewMailAndIsGivenBack() throws IOException {
        settings.memory = ByteSize.ofKiB(64);
        try (TestNode node = TestNode.start(settings);
                Dialogue client = node.connect();
                Dialogue other = node.connect()) {
            client.beginData();
            client.send("From: a@example.com\r\n\r\n" + "x".repeat(40_000));
            Eventually.holds(() -> node.memoryUsed() >= 40_000);
            other.ask("EHLO c");
            assertThat(other.ask("MAIL FROM:<a@example.com> SIZE=60000")).startsWith("452 4.3.1");
            client.send("x".repeat(60_000) + "\r\n.\r\n");
            assertThat(client.reply()).startsWith("452 4.3.1");
            assertThat(node.memoryUsed()).isZero();
            assertThat(other.ask("MAIL FROM:<a@example.com> SIZE=60000")).startsWith("250");
        }
    }

    @Test
    void aClientThatLeavesGivesItsMemoryBack() throws IOException {
        try (TestNode node = TestNode.start()) {
            try (Dialogue client = node.connect()) {
                client.beginData();
                client.send("From: a@example.com\r\n\r\n" + "x".repeat(100_000));
                Eventually.holds(() -> node.memoryUsed() >= 100_000);
            }
            Eventually.holds(() -> node.memoryUsed() == 0 && node.sessions() == 0);
        }
    }

    @Test
    void aFullQueueOrDiskRefusesForNowBeforeTheContent() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            node.queue.setRoom(1);
            client.ask("EHLO c");
            client.ask("MAIL FROM:<a@example.com>");
            client.ask("RCPT TO:<a@receiver.example>");
            client.ask("RCPT TO:<b@receiver.example>");
            assertThat(client.ask("DATA")).isEqualTo("452 4.3.1 Not for now: the queue is full");
            client.ask("RSET");
            node.spool.setHealth(new SpoolHealth(false, "the disk is nearly full", 0, 0));
            assertThat(client.ask("MAIL FROM:<a@example.com>"))
                    .isEqualTo("452 4.3.1 Not for now: the disk is nearly full");
        }
    }
}
