package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One stream of octets has one result, however TCP cuts it. */
class PipeliningTest {
    private static final String BDAT_ONE = "From: a@example.com\r\nSubject: two\r\n\r\n.leading dot\r\n";
    private static final String BDAT_TWO = "second chunk\nbare\r\n";
    private static final String STREAM = "EHLO client.example\r\nMAIL FROM:<a@example.com>"
            + "\r\nRCPT TO:<one@receiver.example>\r\nRCPT TO:<broken\r\nRCPT TO:<two@receiver.example>\r\nDATA"
            + "\r\nFrom: a@example.com\r\nSubject: one\r\n\r\n..dot\r\n.\n\r.\r\n."
            + "\r\nnonsense\r\nMAIL FROM:<b@example.com> BODY=8BITMIME\r\nRCPT TO:<three@receiver.example>\r\nBDAT "
            + BDAT_ONE.length() + "\r\n" + BDAT_ONE + "BDAT " + BDAT_TWO.length() + " last\r\n" + BDAT_TWO
            + "BDAT 10 LAST\r\nQUIT\r\nXX\r\nNOOP " + "x".repeat(3000) + "\r\nRSET"
            + "\r\nMAIL FROM:<>\r\nRCPT TO:<four@receiver.example>\r\nDATA\r\nFrom: c@example.com\r\n\r\n\r\n.\r\nQUIT\r\n";
    private static final int REPLIES = 20;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyCutOfTheStreamHasTheSameResult(long seed) throws IOException {
        Result whole = run(new Random(seed), STREAM.length());
        assertThat(whole.replies()).hasSize(REPLIES).last().isEqualTo("221 2.0.0 Bye");
        assertThat(whole.contents()).hasSize(3);
        assertThat(run(new Random(seed), seed < 3 ? 3 : 200)).as("seed %d", seed).isEqualTo(whole);
    }

    @Test
    void aStreamOfSingleOctetsHasTheSameResult() throws IOException {
        assertThat(run(new Random(1), 1)).isEqualTo(run(new Random(1), STREAM.length()));
    }

    private record Result(List<String> replies, List<String> contents) {}

    private static Result run(Random random, int longest) throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.sendSplit(STREAM, random, longest);
            var replies = new ArrayList<String>();
            for (String reply = client.reply(); !reply.isEmpty(); reply = client.reply()) {
                replies.add(reply.replaceAll("msg_\\w+", "msg"));
            }
            var contents = new ArrayList<String>();
            for (int i = 0; i < node.spool.committed().size(); i++) {
                contents.add(node.contentFrom(i, "From:") + "|" + node.spool.messages().get(i).recipients());
            }
            return new Result(replies, contents);
        }
    }

    @Test
    void whatIsPipelinedBehindAMessageWaitsForItsCommit() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            node.spool.hold();
            client.beginData();
            client.send("From: a@example.com\r\n\r\nx\r\n.\r\nNOOP\r\nQUIT\r\n");
            Eventually.holds(() -> node.spool.held() == 1);
            client.socket().setSoTimeout(100);
            assertThatThrownBy(client::reply)
                    .isInstanceOf(SocketTimeoutException.class);
            client.socket().setSoTimeout(30_000);
            node.spool.commitAll();
            assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
            assertThat(client.reply()).isEqualTo("250 2.0.0 OK");
            assertThat(client.reply()).startsWith("221");
        }
    }

    @Test
    void manyMessagesByOneConnectionWithoutWaitingForReplies() throws IOException {
        int count = 300;
        String content = "From: a@example.com\r\n\r\nhello\r\n";
        String message = "MAIL FROM:<a@example.com>\r\nRCPT TO:<b@receiver.example>\r\nBDAT " + content.length()
                + " LAST\r\n" + content;
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            client.send(message.repeat(count));
            for (int i = 0; i < count; i++) {
                assertThat(client.reply()).startsWith("250 2.1.0");
                assertThat(client.reply()).startsWith("250 2.1.5");
                assertThat(client.reply()).startsWith("250 2.0.0 Accepted");
            }
            assertThat(node.spool.committed()).hasSize(count);
        }
    }
}
