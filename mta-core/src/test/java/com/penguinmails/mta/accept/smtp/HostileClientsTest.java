package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.counter.Counter;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a client does, the next one is served. */
class HostileClientsTest {
    private static final List<String> PIECES = List.of("EHLO c\r\n", "HELO c\r\n", "MAIL FROM:<a@example.com>\r\n",
            "RCPT TO:<b@receiver.example>\r\n", "DATA\r\n", "BDAT 5\r\n", "BDAT 20 LAST\r\n", "BDAT 0 LAST\r\n",
            "BDAT x\r\n",
            ".\r\n", "\r\n.\r\n", "RSET\r\n", "AUTH LOGIN\r\n", "AUTH PLAIN AAAA\r\n", "*\r\n", "STARTTLS\r\n",
            "QUIT\r\n",
            "From: a@example.com\r\n", "Bcc:", "\r\n\r\n", "\n", "\r", "\0", "X-Penguin-Tag: ", "MAIL FROM:<",
            "SIZE=9 ",
            "RCPT TO:<\"", "NOTIFY=", "\u00e9\u00ff", "x".repeat(3000));

    @Test
    void randomOctetsAndCommandsNeverBreakTheListener() throws Exception {
        var settings = new TestNode.Settings();
        settings.maxConnections = 20_000;
        try (TestNode node = TestNode.start(settings)) {
            for (int seed = 0; seed < 150; seed++) {
                harass(node, new Random(seed));
            }
            Eventually.holds(() -> node.sessions() == 0 && node.memoryUsed() == 0);
            try (Dialogue client = node.connect()) {
                client.beginData();
                client.send("From: a@example.com\r\n\r\nx\r\n.\r\n");
                assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
            }
        }
    }

    /** Talks nonsense, says that it is done, and reads whatever is answered until the server closes. */
    private static void harass(TestNode node, Random random) throws IOException {
        try (Dialogue client = Dialogue.silent(node.port)) {
            try {
                for (int i = random.nextInt(40); i > 0; i--) {
                    client.send(random.nextInt(4) == 0 ? noise(random) : PIECES.get(random.nextInt(PIECES.size())));
                }
                client.socket().shutdownOutput();
                while (!client.isClosed()) {
                    assertThat(client.reply()).doesNotStartWith("421 4.3.0");
                }
            } catch (SocketTimeoutException e) {
                throw new AssertionError("the server neither answered nor closed", e);
            } catch (IOException e) {
                // reset by the server: it had closed already
                assertThat(node.sessions()).isGreaterThanOrEqualTo(0);
            }
        }
    }

    private static String noise(Random random) {
        var noise = new StringBuilder();
        for (int length = random.nextInt(200); length > 0; length--) {
            noise.append((char) random.nextInt(256));
        }
        return noise.toString();
    }

    @Test
    void thousandsOfSilentConnectionsCostLittleAndBlockNobody() throws IOException {
        int count = 3000;
        var settings = new TestNode.Settings();
        settings.maxConnections = count + 10;
        settings.maxConnectionsPerAddress = count + 10;
        var silent = new ArrayList<Dialogue>();
        try (TestNode node = TestNode.start(settings)) {
            long before = usedMemory();
            for (int i = 0; i < count; i++) {
                silent.add(Dialogue.silent(node.port));
            }
            Eventually.holds(() -> node.sessions() == count);
            try (Dialogue client = node.connect()) {
                client.beginData();
                client.send("From: a@example.com\r\n\r\nx\r\n.\r\n");
                assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
            }
            assertThat(node.count(Counter.SMTP_CONNECTIONS)).isEqualTo(count + 1);
            long perConnection = (usedMemory() - before) / count;
            assertThat(perConnection).as("octets of heap for a session and its client").isLessThan(30_000);
        } finally {
            for (Dialogue dialogue : silent) {
                dialogue.close();
            }
        }
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
