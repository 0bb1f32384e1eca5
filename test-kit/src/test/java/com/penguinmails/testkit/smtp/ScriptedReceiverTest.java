package com.penguinmails.testkit.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ScriptedReceiverTest {

    @Test
    void keepsWhatATransactionCarried() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.start(); PlainClient client = PlainClient.greeted(receiver)) {
            assertThat(client.command("MAIL FROM:<a@from.test> SIZE=10 BODY=8BITMIME"))
                    .isEqualTo("250 2.1.0 Sender ok");
            assertThat(client.command("RCPT TO:<b@to.test> NOTIFY=NEVER")).startsWith("250 2.1.5");
            assertThat(client.command("rcpt to: <@relay.test:\"c d>\"@to.test>")).startsWith("250 2.1.5");
            assertThat(client.command("DATA")).startsWith("354 ");
            assertThat(client.command("Subject: \u00e4\r\n\r\n..dot\r\n...\r\n.")).startsWith("250 2.0.0");
            assertThat(client.command("QUIT")).startsWith("221 ");
            assertThat(client.isClosedByServer()).isTrue();
            ReceivedMessage message = receiver.messages().getFirst();
            assertThat(message.reversePath()).isEqualTo("a@from.test");
            assertThat(message.mailParameters()).containsExactly("SIZE=10", "BODY=8BITMIME");
            assertThat(message.recipients()).containsExactly(
                    new ReceivedRecipient("b@to.test", List.of("NOTIFY=NEVER")),
                    new ReceivedRecipient("\"c d>\"@to.test", List.of()));
            assertThat(message.text()).isEqualTo("Subject: \u00e4\r\n\r\n.dot\r\n..\r\n");
            assertThat(message.connection().helo()).isEqualTo("client.test");
            assertThat(message.connection().tls()).isEmpty();
            assertThat(message.transaction()).isEqualTo(1);
            assertThat(message.sha256()).hasSize(64);
        }
    }

    @Test
    void answersAPipelinedGroupInOrder() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.start(); PlainClient client = PlainClient.greeted(receiver)) {
            client.send("MAIL FROM:<a@b.test>\r\nRCPT TO:<bounce@x.test>\r\nRCPT TO:<ok@x.test>\r\nDATA\r\n");
            assertThat(List.of(client.reply(), client.reply(), client.reply(), client.reply()))
                    .extracting(r -> r.substring(0, 3))
                    .containsExactly("250", "550", "250", "354");
            client.send("one\r\n.\r\nMAIL FROM:<>\r\nRCPT TO:<two@x.test>\r\nDATA\r\n");
            assertThat(List.of(client.reply(), client.reply(), client.reply(), client.reply()))
                    .extracting(r -> r.substring(0, 3))
                    .containsExactly("250", "250", "250", "354");
            assertThat(client.command("two\r\n.")).startsWith("250");
            assertThat(receiver.messages()).extracting(ReceivedMessage::text).containsExactly("one\r\n", "two\r\n");
            assertThat(receiver.stats().pipeliningViolations()).isZero();
            assertThat(receiver.stats().replies(250)).isEqualTo(7);
            assertThat(receiver.stats().replies(550)).isEqualTo(1);
        }
    }

    @Test
    void readsChunksInOneFlushWithTheirCommands() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.start(); PlainClient client = PlainClient.greeted(receiver)) {
            client.send("MAIL FROM:<a@b.test>\r\nRCPT TO:<x@x.test>\r\nBDAT 5\r\n.\r\n.\rBDAT 4 LAST\r\nend\n"
                    + "MAIL FROM:<a@b.test>\r\nRCPT TO:<bounce@x.test>\r\nBDAT 3 LAST\r\nabc"
                    + "RSET\r\nMAIL FROM:<a@b.test>\r\nRCPT TO:<x@x.test>\r\nBDAT 0 LAST\r\n");
            List<String> codes = new ArrayList<>();
            for (int i = 0; i < 11; i++) {
                codes.add(client.reply().substring(0, 3));
            }
            assertThat(codes).containsExactly("250", "250", "250", "250", "250", "550", "554", "250", "250", "250",
                    "250");
            assertThat(receiver.messages()).extracting(ReceivedMessage::text).containsExactly(".\r\n.\rend\n", "");
            assertThat(receiver.messages().getFirst().lineEndings())
                    .isEqualTo(new ReceivedMessage.LineEndings(true, 1, 1));
        }
    }

    @Test
    void refusesWhatItDoesNotOffer() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.builder().capabilities(Set.of()).start();
                PlainClient client = PlainClient.greeted(receiver)) {
            assertThat(client.command("MAIL FROM:<a@b.test> BODY=8BITMIME")).isEqualTo("555 Parameter not offered");
            assertThat(client.command("MAIL FROM:<a@b.test> SMTPUTF8")).startsWith("555");
            assertThat(client.command("STARTTLS")).startsWith("502");
            client.command("MAIL FROM:<a@b.test>");
            client.send("RCPT TO:<x@x.test>\r\nBDAT 3 LAST\r\nabc");
            assertThat(client.reply()).startsWith("250");
            assertThat(client.reply()).startsWith("502");
            assertThat(client.command("NOOP")).startsWith("250");
            assertThat(receiver.stats().pipeliningViolations()).isPositive();
        }
    }

    @Test
    void refusesCommandsOutOfOrderAndOutOfForm() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.start();
                PlainClient client = new PlainClient(receiver.address())) {
            assertThat(client.reply()).startsWith("220 ");
            assertThat(client.command("MAIL FROM:<a@b.test>")).startsWith("503");
            assertThat(client.command("HELO x")).isEqualTo("250 sink.test");
            assertThat(client.command("RCPT TO:<a@b.test>")).startsWith("503");
            assertThat(client.command("MAIL FROM:a@b.test")).startsWith("501");
            assertThat(client.command("MAIL FROM:<a@b.test>")).startsWith("250");
            assertThat(client.command("MAIL FROM:<a@b.test>")).startsWith("503");
            assertThat(client.command("DATA")).startsWith("554");
            assertThat(client.command("RCPT TO:<>")).startsWith("501");
            assertThat(client.command("MAILX")).startsWith("500");
            client.send("NOOP\n");
            assertThat(client.reply()).startsWith("500 5.5.2");
            client.send("NOOP " + "x".repeat(5000));
            assertThat(client.reply()).startsWith("500 5.5.2");
        }
    }

    @Test
    void holdsItsLimits() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.builder().sizeMax(100).recipientsMax(1).start();
                PlainClient client = PlainClient.greeted(receiver)) {
            assertThat(client.command("MAIL FROM:<a@b.test> SIZE=101")).startsWith("552");
            client.command("MAIL FROM:<a@b.test>");
            client.command("RCPT TO:<x@x.test>");
            assertThat(client.command("RCPT TO:<y@x.test>")).startsWith("452 4.5.3");
            client.command("DATA");
            assertThat(client.command("x".repeat(200) + "\r\n.")).startsWith("552");
            assertThat(client.deliver("a@b.test", "x@x.test", "small")).startsWith("250");
            assertThat(receiver.stats().messages()).isEqualTo(1);
        }
    }

    @Test
    void listensOnManyAddressesWithOnePort() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.builder().listen("127.0.1.1", "127.0.1.2", "127.0.1.3")
                .start()) {
            assertThat(receiver.addresses()).hasSize(3).extracting(InetSocketAddress::getPort)
                    .containsOnly(receiver.port());
            for (InetSocketAddress address : receiver.addresses()) {
                try (PlainClient client = new PlainClient(address)) {
                    client.reply();
                    client.command("EHLO x");
                    client.deliver("a@b.test", "c@d.test", "hello");
                }
            }
            assertThat(receiver.messages()).extracting(m -> m.connection().local())
                    .containsExactlyElementsOf(receiver.addresses());
        }
    }

    @Test
    void takenAddressIsAnError() {
        try (ScriptedReceiver first = ScriptedReceiver.start()) {
            assertThatThrownBy(() -> ScriptedReceiver.builder().listen(first.address()).start())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(String.valueOf(first.port()));
        }
    }

    @Test
    void countsConnectionsWhileTheyAreOpen() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.start()) {
            try (PlainClient one = PlainClient.greeted(receiver); PlainClient two = PlainClient.greeted(receiver)) {
                assertThat(receiver.stats().openConnections()).isEqualTo(2);
                receiver.dropConnections();
                assertThat(one.isClosedByServer()).isTrue();
                assertThat(two.isClosedByServer()).isTrue();
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> receiver.stats().openConnections() == 0);
            try (PlainClient again = PlainClient.greeted(receiver)) {
                assertThat(again.command("NOOP")).startsWith("250");
            }
            assertThat(receiver.stats().connections()).isEqualTo(3);
        }
    }

    @Test
    void countsDeliveriesByRecipientAndByHeader() throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.builder().countsOnly()
                .countDeliveries(DeliveryCounts.exact(10))
                .countByHeader("X-Test-Id").start(); PlainClient client = PlainClient.greeted(receiver)) {
            client.deliver("a@b.test", "c@d.test", "Subject: s\r\nx-test-id:  17 \r\n\r\nX-Test-Id: 99");
            client.deliver("a@b.test", "c@d.test", "X-Test-Id: 17\r\n\r\n");
            client.deliver("a@b.test", "c@d.test", "X-Test-Id: 18\r\n\r\n");
            assertThat(receiver.deliveries().count("17 c@d.test")).isEqualTo(2);
            assertThat(receiver.deliveries().count("18 c@d.test")).isEqualTo(1);
            assertThat(receiver.deliveries().duplicates()).isEqualTo(1);
            assertThat(receiver.messages()).isEmpty();
        }
    }

    @Test
    void writesMessagesIntoAFolder(@TempDir Path folder) throws IOException {
        try (ScriptedReceiver receiver = ScriptedReceiver.builder().keep(new Keep.Folder(folder.resolve("mail")))
                .start();
                PlainClient client = PlainClient.greeted(receiver)) {
            client.deliver("a@b.test", "\"q\\\"\"@d.test", "Subject: x\r\n\r\nbody");
            assertThat(folder.resolve("mail/1-1.eml"))
                    .hasBinaryContent("Subject: x\r\n\r\nbody\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(Files.readString(folder.resolve("mail/1-1.json"))).contains("\"from\":\"a@b.test\"")
                    .contains("{\"address\":\"\\\"q\\\\\\\"\\\"@d.test\",\"parameters\":[]}").contains("\"tls\":null");
        }
    }
}
