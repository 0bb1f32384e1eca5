package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BackPressureTest {
    private static final String MESSAGE = "From: a@example.com\r\n\r\n" + "x".repeat(8000) + "\r\n";
    private static final String TRANSACTION = "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@receiver.example>\r\nBDAT "
            + MESSAGE.length() + " LAST" + "\r\n" + MESSAGE;

    @Test
    void aFullSpoolHoldsAClientBackAndThenTakesItsMail() throws IOException {
        int count = 2000;
        var settings = new TestNode.Settings();
        settings.maxTransactions = count;
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            node.spool.hold();
            client.ask("EHLO c");
            var sent = new AtomicLong();
            Thread sender = Thread.ofPlatform().start(() -> sendAll(client, count, sent));
            Eventually.holds(() -> node.spool.held() == 1 && isStill(sent));
            assertThat(sent.get()).isLessThan((long) count * TRANSACTION.length());
            assertThat(node.memoryUsed()).isLessThan(100_000);
            node.commit();
            node.spool.commitAll();
            for (int i = 0; i < count; i++) {
                client.reply();
                client.reply();
                assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
            }
            assertThat(node.spool.committed()).hasSize(count);
            assertThat(sender.isAlive()).isFalse();
        }
    }

    @Test
    void aClientThatTakesNoRepliesIsNotReadFrom() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            var sent = new AtomicLong();
            String noops = "NOOP\r\n".repeat(1000);
            Thread sender = Thread.ofPlatform().daemon().start(() -> {
                try {
                    while (true) {
                        client.send(noops);
                        sent.addAndGet(noops.length());
                    }
                } catch (IOException e) {
                    sent.set(-1);
                }
            });
            Eventually.holds(() -> sent.get() > 0 && isStill(sent));
            try (Dialogue other = node.connect()) {
                assertThat(other.ask("NOOP")).startsWith("250");
            }
            for (int i = 0; i < 100_000; i++) {
                assertThat(client.reply()).isEqualTo("250 2.0.0 OK");
            }
            client.leave();
            Eventually.holds(() -> !sender.isAlive() && node.sessions() == 0);
        }
    }

    @Test
    void aFullRingIsWaitedForOnceAndThenRefusedForNow() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            node.spool.hold();
            node.spool.setRoom(0);
            client.beginData();
            client.send(MESSAGE + ".\r\n");
            Eventually.holds(() -> node.spool.waiting() == 1);
            node.spool.announceRoom();
            assertThat(client.reply()).startsWith("452 4.3.1 Not for now: more mail comes in");
            assertThat(node.memoryUsed()).isZero();
        }
    }

    @Test
    void aClosingListenerLetsMessagesEndAndSendsSilentClientsAway() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue silent = node.connect(); Dialogue client = node.connect()) {
            node.spool.hold();
            client.beginData();
            client.send(MESSAGE + ".\r\n");
            Eventually.holds(() -> node.spool.held() == 1);
            Thread closing = Thread.ofPlatform().start(node::closeListener);
            assertThat(silent.reply()).startsWith("421 4.3.2");
            node.spool.commitAll();
            assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
            assertThat(client.reply()).startsWith("421 4.3.2");
            client.leave();
            silent.leave();
            Eventually.holds(() -> !closing.isAlive() && node.sessions() == 0);
        }
    }

    private static void sendAll(Dialogue client, int count, AtomicLong sent) {
        try {
            for (int i = 0; i < count; i++) {
                client.send(TRANSACTION);
                sent.addAndGet(TRANSACTION.length());
            }
        } catch (IOException e) {
            sent.set(-1);
        }
    }

    /** Whether a sender has made no progress for a while. */
    private static boolean isStill(AtomicLong sent) throws InterruptedException {
        long before = sent.get();
        Thread.sleep(300);
        return sent.get() == before;
    }
}
