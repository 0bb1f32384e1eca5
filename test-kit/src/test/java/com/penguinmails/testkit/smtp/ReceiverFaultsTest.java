package com.penguinmails.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReceiverFaultsTest {
    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    private final ScriptedReceiver receiver = ScriptedReceiver.builder().clock(now::get).start();

    @AfterEach
    void stop() {
        receiver.close();
    }

    @Test
    void repliesAtEachStageAsTold() throws IOException {
        receiver.run("connect -> 554 5.3.2 Not today");
        try (PlainClient client = new PlainClient(receiver.address())) {
            assertThat(client.reply()).isEqualTo("554 5.3.2 Not today");
        }
        receiver.run("helo -> 550 5.7.1 Who are you", "mail from=*@bad.test -> 451 4.1.8 Later",
                "rcpt to=full*@d.test -> 452 4.2.2 Full",
                "data to=nodata@* -> 451 4.3.0 No", "end-of-data to=spam2@* -> 554 5.7.1 one\\ntwo",
                "quit -> 500 5.5.1 Stay");
        try (PlainClient client = new PlainClient(receiver.address())) {
            client.reply();
            assertThat(client.command("EHLO x")).startsWith("550 5.7.1");
            receiver.run("mail from=*@bad.test -> 451 4.1.8 Later", "rcpt to=full*@d.test -> 452 4.2.2 Full",
                    "data to=nodata@* -> 451 4.3.0 No", "end-of-data to=spam2@* -> 554 5.7.1 one\\ntwo",
                    "quit -> 500 5.5.1 Stay");
            client.command("EHLO x");
            assertThat(client.command("MAIL FROM:<x@BAD.test>")).startsWith("451 4.1.8");
            assertThat(client.command("RCPT TO:<a@d.test>")).startsWith("503");
            client.command("MAIL FROM:<x@good.test>");
            assertThat(client.command("RCPT TO:<full-7@d.test>")).isEqualTo("452 4.2.2 Full");
            client.command("RCPT TO:<nodata@d.test>");
            assertThat(client.command("DATA")).startsWith("451 4.3.0");
            client.command("RSET");
            client.command("MAIL FROM:<x@good.test>");
            client.command("RCPT TO:<spam2@d.test>");
            client.command("DATA");
            client.send("x\r\n.\r\n");
            assertThat(client.line()).isEqualTo("554-5.7.1 one");
            assertThat(client.line()).isEqualTo("554 5.7.1 two");
            assertThat(client.command("QUIT")).startsWith("500");
            assertThat(client.deliver("x@good.test", "a@d.test", "x")).startsWith("250");
            assertThat(receiver.stats().messages()).isEqualTo(1);
        }
    }

    @Test
    void serviceClosingEndsTheSession() throws IOException {
        receiver.run("mail after-messages=2 -> 421 4.7.0 Enough");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            client.deliver("a@b.test", "c@d.test", "1");
            client.deliver("a@b.test", "c@d.test", "2");
            assertThat(client.command("MAIL FROM:<a@b.test>")).startsWith("421 4.7.0");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void dropsBeforeDuringAndAfterTheContent() throws IOException {
        for (String rule : List.of("data -> drop", "end-of-data -> drop")) {
            receiver.run(rule);
            try (PlainClient client = PlainClient.greeted(receiver)) {
                assertThatThrownBy(() -> client.deliver("a@b.test", "c@d.test", "x")).as(rule)
                        .isInstanceOf(IOException.class);
            }
        }
        receiver.run("data -> drop-after 1000");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            client.command("MAIL FROM:<a@b.test>");
            client.command("RCPT TO:<a@b.test>");
            assertThat(client.command("DATA")).startsWith("354");
            client.send("x".repeat(1000));
            assertThat(client.isClosedByServer()).isTrue();
        }
        assertThat(receiver.stats().messages()).isZero();
    }

    @Test
    void acceptedMessageWhoseReplyIsLostIsCounted() throws IOException {
        receiver.run("end-of-data -> accept-and-drop");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            assertThatThrownBy(() -> client.deliver("a@b.test", "c@d.test", "x")).isInstanceOf(IOException.class);
            assertThat(receiver.messages()).hasSize(1);
            assertThat(receiver.deliveries().count("c@d.test")).isEqualTo(1);
        }
    }

    @Test
    void delayHoldsBackTheReplyAndWhatWasPipelinedBehind() throws IOException {
        receiver.run("mail -> delay 300ms");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            client.send("MAIL FROM:<a@b.test>\r\nRCPT TO:<a@b.test>\r\nRCPT TO:<c@b.test>\r\n");
            assertThat(client.isSilentFor(50)).isTrue();
            assertThat(client.reply()).startsWith("250 2.1.0");
            assertThat(client.reply()).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("250 2.1.5");
        }
    }

    @Test
    void stalledSessionStaysOpenAndSilent() throws IOException {
        receiver.run("rcpt -> stall");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            client.command("MAIL FROM:<a@b.test>");
            client.send("RCPT TO:<a@b.test>\r\n");
            assertThat(client.isSilentFor(100)).isTrue();
            client.send("QUIT\r\n");
            assertThat(client.isSilentFor(100)).isTrue();
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> receiver.stats().openConnections() == 0);
    }

    @Test
    void slowReaderTakesItsTime() throws IOException {
        receiver.run("data -> slow 25000");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            client.command("MAIL FROM:<a@b.test>");
            client.command("RCPT TO:<c@d.test>");
            client.command("DATA");
            client.send("x".repeat(50_000) + "\r\n.\r\n");
            assertThat(client.isSilentFor(200)).isTrue();
            assertThat(client.reply()).startsWith("250");
            assertThat(receiver.stats().bytes()).isEqualTo(50_002);
        }
    }

    @Test
    void talksOutOfTurn() throws IOException {
        receiver.run("mail -> twice", "rcpt -> unsolicited after=50ms 421 4.3.2 Shutting down");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            assertThat(client.command("MAIL FROM:<a@b.test>")).startsWith("250");
            assertThat(client.reply()).startsWith("250");
            assertThat(client.command("RCPT TO:<a@b.test>")).startsWith("250 2.1.5");
            assertThat(client.reply()).startsWith("421 4.3.2");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Test
    void sendsGarbageAndOversizedReplies() throws IOException {
        receiver.run("mail every=2 -> garbage", "helo -> oversized 1000");
        try (PlainClient client = new PlainClient(receiver.address())) {
            client.reply();
            client.send("HELO x\r\n");
            for (int i = 0; i < 1000; i++) {
                assertThat(client.line()).hasSize(498).startsWith("250-");
            }
            assertThat(client.line()).isEqualTo("250 sink.test");
            client.command("MAIL FROM:<a@b.test>");
            client.command("RSET");
            client.send("MAIL FROM:<a@b.test>\r\n");
            assertThat(client.line()).startsWith("\0");
        }
    }

    @Test
    void advertisedChunksAreRefused() throws IOException {
        receiver.run("bdat -> 502 5.5.1 No BDAT here");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            client.send("MAIL FROM:<a@b.test>\r\nRCPT TO:<c@d.test>\r\nBDAT 6\r\nabcdefBDAT 2 LAST\r\ngh");
            client.reply();
            client.reply();
            assertThat(client.reply()).isEqualTo("502 5.5.1 No BDAT here");
            assertThat(client.reply()).startsWith("503");
            assertThat(client.deliver("a@b.test", "c@d.test", "x")).startsWith("250");
        }
    }

    @Test
    void greylistsEachPairUntilItsTimeHasPassed() throws IOException {
        receiver.run("rcpt grey=1 after=60s -> 450 4.2.0 Greylisted");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            client.command("MAIL FROM:<a@b.test>");
            assertThat(client.command("RCPT TO:<c@d.test>")).startsWith("450");
            assertThat(client.command("RCPT TO:<c@d.test>")).startsWith("450");
            now.set(Instant.EPOCH.plusSeconds(60));
            assertThat(client.command("RCPT TO:<c@d.test>")).startsWith("250");
            assertThat(client.command("RCPT TO:<other@d.test>")).startsWith("450");
        }
    }

    @Test
    void refusesOneSourceAddressAndNoOther() throws IOException {
        receiver.run("mail source=127.0.0.1 -> 550 5.7.1 Your address is on our list",
                "connect source=127.0.0.9 -> 554 5.7.1 Not you");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            assertThat(client.command("MAIL FROM:<a@b.test>")).startsWith("550 5.7.1");
        }
    }

    @Test
    void limitsRateAndConnectionsBySource() throws IOException {
        receiver.run("mail rate=2/1min -> 450 4.7.28 Too fast",
                "connect connections-per-source=1 -> 421 4.7.0 Too many");
        try (PlainClient client = PlainClient.greeted(receiver)) {
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                codes.add(client.command("MAIL FROM:<a@b.test>").substring(0, 3));
                client.command("RSET");
            }
            assertThat(codes).containsExactly("250", "250", "450");
            now.set(Instant.EPOCH.plusSeconds(60));
            assertThat(client.command("MAIL FROM:<a@b.test>")).startsWith("250");
            try (PlainClient second = new PlainClient(receiver.address())) {
                assertThat(second.reply()).startsWith("421 4.7.0");
                assertThat(second.isClosedByServer()).isTrue();
            }
        }
    }

    @Test
    void fractionFallsAlikeInEachRun() throws IOException {
        List<List<String>> runs = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            receiver.run("rcpt fraction=0.3 seed=42 -> 451 4.0.0 Unlucky");
            List<String> codes = new ArrayList<>();
            try (PlainClient client = PlainClient.greeted(receiver)) {
                client.command("MAIL FROM:<a@b.test>");
                for (int i = 0; i < 200; i++) {
                    codes.add(client.command("RCPT TO:<u" + i + "@d.test>").substring(0, 3));
                }
            }
            runs.add(codes);
        }
        assertThat(runs.get(0)).isEqualTo(runs.get(1));
        assertThat(runs.get(0).stream().filter("451"::equals).count()).isBetween(35L, 85L);
    }

    @Test
    void localPartsAskForTheirOwnFate() throws IOException {
        try (PlainClient client = PlainClient.greeted(receiver)) {
            client.command("MAIL FROM:<a@b.test>");
            assertThat(client.command("RCPT TO:<bounce@d.test>")).startsWith("550 5.1.1");
            assertThat(client.command("RCPT TO:<Bounce.17@d.test>")).startsWith("550 5.1.1");
            assertThat(client.command("RCPT TO:<bouncer@d.test>")).startsWith("250");
            assertThat(client.command("RCPT TO:<defer.me@d.test>")).startsWith("451 4.7.1");
            assertThat(client.command("RCPT TO:<full@d.test>")).startsWith("452 4.2.2");
            assertThat(client.command("RCPT TO:<r550-5.7.26.list.7@d.test>")).startsWith("550 5.7.26");
            assertThat(client.command("RCPT TO:<defer-450-4.2.1@d.test>")).startsWith("450 4.2.1");
            assertThat(client.command("RCPT TO:<grey.1@d.test>")).startsWith("450 4.2.0");
            assertThat(client.command("RCPT TO:<grey.1@d.test>")).startsWith("250");
            client.command("RSET");
            assertThat(client.deliver("a@b.test", "d451-4.7.1.x@d.test", "x")).startsWith("451 4.7.1");
            assertThat(client.deliver("a@b.test", "spam@d.test", "x")).startsWith("554 5.7.1");
            assertThat(client.deliver("a@b.test", "slow@d.test", "x")).startsWith("250");
            receiver.run(Script.ACCEPT_ALL);
            assertThat(client.deliver("a@b.test", "bounce@d.test", "x")).startsWith("250");
        }
        receiver.run(Script.WELL_KNOWN);
        for (String lost : List.of("drop@d.test", "lost.1@d.test")) {
            try (PlainClient client = PlainClient.greeted(receiver)) {
                assertThatThrownBy(() -> client.deliver("a@b.test", lost, "x")).as(lost)
                        .isInstanceOf(IOException.class);
            }
        }
        assertThat(receiver.messages()).extracting(m -> m.recipientAddresses().getFirst()).containsExactly(
                "slow@d.test", "bounce@d.test",
                "lost.1@d.test");
    }
}
