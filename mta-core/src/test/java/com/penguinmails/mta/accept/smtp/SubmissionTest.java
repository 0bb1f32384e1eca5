package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.DsnReturn;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.Notify;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.spool.JournalRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A message goes in over a plain socket: what is answered, and what is on disk then. */
class SubmissionTest {
    private static final String HEADER = "From: Sender <sender@example.com>\r\nDate: Mon, 23 Nov 2026 06:00:00 +0000"
            + "\r\nMessage-ID: <1@example.com>\r\nSubject: hello\r\n";

    @Test
    void theGreetingNamesTheNodeAndEhloWhatItCan() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = Dialogue.silent(node.port)) {
            assertThat(client.reply()).isEqualTo("220 mx.node.example ESMTP Penguin MTA");
            assertThat(client.ask("ehlo client.example").lines().map(line -> line.substring(4))).containsExactly(
                    "mx.node.example", "PIPELINING", "SIZE 26214400", "8BITMIME", "SMTPUTF8", "CHUNKING", "DSN",
                    "AUTH PLAIN LOGIN", "ENHANCEDSTATUSCODES");
            assertThat(client.ask("HELO client.example")).isEqualTo("250 mx.node.example");
            assertThat(client.ask("NOOP anything")).isEqualTo("250 2.0.0 OK");
            assertThat(client.ask("HELP")).startsWith("214 2.0.0 ");
            assertThat(client.ask("VRFY somebody")).startsWith("252 ");
            assertThat(client.ask("EXPN list")).startsWith("502 5.5.1");
            assertThat(client.ask("QUIT")).isEqualTo("221 2.0.0 Bye");
            assertThat(client.isClosed()).isTrue();
        }
    }

    @Test
    void aMessageIsSpooledWithATraceFieldInFrontAndNothingElseChanged() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.beginData("a@one.example", "B@Two.Example", "a@one.example");
            client.send(HEADER + "\r\n..dot\r\nlong " + "x".repeat(2000) + "\r\n\tend \r\n\r\n.\r\n");
            String reply = client.reply();
            assertThat(reply).matches("250 2\\.0\\.0 Accepted msg_[0-9a-z]{26}");
            JournalRecord.Message message = node.message();
            assertThat(reply).endsWith(message.id().toString());
            assertThat(node.recipients()).containsExactly("a@one.example", "B@two.example");
            assertThat(message.envelope().reversePath()).hasToString("sender@example.com");
            assertThat(message.envelope().body()).isEqualTo(BodyType.SEVEN_BIT);
            assertThat(message.labels()).isEqualTo(Labels.ofTenant("default"));
            assertThat(message.signingDomain()).isEqualTo("example.com");
            assertThat(node.content(0)).matches("(?s)Received: from client\\.example \\(\\[127\\.0\\.0\\.1]\\)\r\n\tby "
                    + "mx\\.node\\.example with ESMTP id " + message.id()
                    + ";\r\n\t[A-Z][a-z]{2}, \\d+ [A-Z][a-z]{2} \\d{4} [0-9:]{8} \\+0000\r\nFrom: .*");
            assertThat(node.contentFrom(0, "From:"))
                    .isEqualTo(HEADER + "\r\n.dot\r\nlong " + "x".repeat(2000) + "\r\n\tend \r\n\r\n");
        }
    }

    @Test
    void dateAndMessageIdAreAddedWhenTheyAreMissing() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.beginData();
            client.send("from: sender@example.com\r\nSubject: x\r\n\r\nbody\r\n.\r\n");
            assertThat(client.reply()).startsWith("250 2.0.0");
            assertThat(node.content(0))
                    .containsPattern("\r\nDate: [^\r]* \\+0000\r\nMessage-ID: <" + node.message().id()
                            + "@mx.node.example>\r\nfrom: sender@example.com\r\n");
        }
    }

    @Test
    void ourOwnFieldsBecomeLabelsAndAreRemovedAsIsBcc() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.beginData();
            client.send("X-Penguin-Tenant: t1\r\nFrom: sender@example.com\r\nx-penguin-CAMPAIGN:\r\n spring"
                    + "\r\nBcc: hidden@a.example,\r\n\tother@a.example\r\nX-Penguin-Tag: tag-1\r\nDate: x"
                    + "\r\nX-Penguin-Send-At: 2026-12-01T10:00:00+01:00\r\nX-Penguin-Priority: bulk\r\nbcc: again@a.example"
                    + "\r\nMessage-ID: <1@x>\r\nX-Penguin: stays\r\n\r\nX-Penguin-Tag: body\r\n.\r\n");
            assertThat(client.reply()).startsWith("250 2.0.0");
            JournalRecord.Message message = node.message();
            assertThat(message.labels()).isEqualTo(new Labels("t1", "spring", "tag-1"));
            assertThat(message.priority()).isEqualTo(PriorityClass.BULK);
            assertThat(message.sendAtMillis()).isEqualTo(Instant.parse("2026-12-01T09:00:00Z").toEpochMilli());
            assertThat(node.contentFrom(0, "From:")).isEqualTo("From: sender@example.com\r\nDate: x"
                    + "\r\nMessage-ID: <1@x>\r\nX-Penguin: stays\r\n\r\nX-Penguin-Tag: body\r\n");
        }
    }

    @Test
    void theParametersOfMailAndRcptReachTheEnvelope() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            assertThat(client.ask("mail from:<a@example.com> size=100 BODY=8bitmime RET=hdrs ENVID=QQ+2B314 AUTH=<>"))
                    .startsWith("250");
            assertThat(client
                    .ask("RCPT TO:<@relay.example,@b.example:x@r.example> NOTIFY=success,DELAY ORCPT=rfc822;x+40r"))
                    .startsWith("250");
            assertThat(client.ask("RCPT TO: <\"a b>c\"@r.example> notify=NEVER")).startsWith("250");
            assertThat(client.ask("RCPT TO:<Postmaster>")).startsWith("250");
            client.ask("DATA");
            client.send("From: a@example.com\r\n\r\n\u00e9\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
            JournalRecord.Message message = node.message();
            assertThat(message.envelope().body()).isEqualTo(BodyType.EIGHT_BIT_MIME);
            assertThat(message.envelope().dsnReturn()).isEqualTo(DsnReturn.HDRS);
            assertThat(message.envelope().envelopeId()).isEqualTo("QQ+2B314");
            assertThat(node.recipients()).containsExactly("x@r.example", "\"a b>c\"@r.example",
                    "Postmaster@mx.node.example");
            Recipient first = message.recipients().getFirst();
            assertThat(first.notifyOn()).isEqualTo(Set.of(Notify.SUCCESS, Notify.DELAY));
            assertThat(first.originalRecipient()).isEqualTo("rfc822;x+40r");
            assertThat(message.recipients().get(1).notifyOn()).isEqualTo(Set.of(Notify.NEVER));
        }
    }

    @Test
    void anInternationalAddressNeedsSmtpUtf8() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.ask("EHLO c");
            client.sendUtf8("MAIL FROM:<j\u00f6rg@example.com>\r\n");
            assertThat(client.reply()).startsWith("553 5.6.7");
            client.ask("MAIL FROM:<a@example.com>");
            client.sendUtf8("RCPT TO:<x@b\u00fccher.example>\r\n");
            assertThat(client.reply()).startsWith("553 5.6.7");
            client.ask("RSET");
            client.sendUtf8(
                    "MAIL FROM:<j\u00f6rg@example.com> SMTPUTF8\r\nRCPT TO:<x@b\u00fccher.example>\r\nDATA\r\n");
            assertThat(client.reply() + client.reply() + client.reply()).matches("250 .*250 .*354 .*");
            client.sendUtf8("From: J\u00f6rg <j\u00f6rg@example.com>\r\n\r\nx\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
            assertThat(node.message().envelope().smtpUtf8()).isTrue();
            assertThat(node.content(0)).contains("with UTF8SMTP id");
            assertThat(node.recipients()).containsExactly("x@xn--bcher-kva.example");
        }
    }

    @Test
    void smtpUtf8ThatNothingNeedsIsNotPassedOn() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            client.send("EHLO c\r\nMAIL FROM:<a@example.com> SMTPUTF8\r\nRCPT TO:<b@r.example>\r\nDATA\r\n");
            client.reply();
            client.reply();
            client.reply();
            client.reply();
            client.send("From: a@example.com\r\n\r\nx\r\n.\r\n");
            assertThat(client.reply()).startsWith("250");
            assertThat(node.message().envelope().smtpUtf8()).isFalse();
        }
    }

    @Test
    void commandsOutOfOrderAreToldSo() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("503 5.5.1");
            assertThat(client.ask("AUTH PLAIN")).startsWith("503 5.5.1");
            assertThat(client.ask("EHLO")).startsWith("501 5.5.4");
            client.ask("EHLO c");
            assertThat(client.ask("RCPT TO:<a@example.com>")).startsWith("503 5.5.1");
            assertThat(client.ask("DATA")).startsWith("503 5.5.1");
            assertThat(client.ask("STARTTLS")).startsWith("502 5.5.1");
            client.ask("MAIL FROM:<a@example.com>");
            assertThat(client.ask("MAIL FROM:<a@example.com>")).startsWith("503 5.5.1");
            assertThat(client.ask("DATA")).startsWith("503 5.5.1");
            assertThat(client.ask("DATA now")).startsWith("501 5.5.4");
            assertThat(client.ask("RSET")).startsWith("250");
            assertThat(client.ask("RCPT TO:<a@example.com>")).startsWith("503 5.5.1");
        }
    }

    @Test
    void wrongArgumentsAreNamed() throws IOException {
        var settings = new TestNode.Settings();
        settings.maxErrors = 1000;
        try (TestNode node = TestNode.start(settings); Dialogue client = node.connect()) {
            client.ask("HELO c");
            assertThat(client.ask("MAIL FROM:<a@example.com> SIZE=1")).startsWith("555 5.5.4");
            client.ask("EHLO c");
            for (String wrong : List.of("MAIL", "MAIL FROM:a@example.com", "MAIL FROM <a@example.com>",
                    "MAIL FROM:<a@example.com>SIZE=1", "MAIL FROM:<a@example.com> SIZE=x",
                    "MAIL FROM:<a@example.com> SIZE=",
                    "MAIL FROM:<a@example.com> SIZE=1 SIZE=1", "MAIL FROM:<a@example.com> BODY=BINARYMIME",
                    "MAIL FROM:<a@example.com> RET=ALL", "MAIL FROM:<a@example.com> ENVID=a+zz",
                    "MAIL FROM:<a@example.com> SMTPUTF8=1", "MAIL FROM:<a@example.com> \u00a7=1")) {
                assertThat(client.ask(wrong)).as(wrong).matches("50[01] 5\\.5\\.[24] .*");
            }
            assertThat(client.ask("MAIL FROM:<a@example.com> X-OTHER=1")).startsWith("555 5.5.4");
            assertThat(client.ask("MAIL FROM:<a b@example.com>")).startsWith("501 5.1.7");
            client.ask("MAIL FROM:<>");
            for (String wrong : List.of("RCPT TO:<>", "RCPT TO:<nobody>", "RCPT TO:<a@b..example>", "RCPT TO:<@b:>")) {
                assertThat(client.ask(wrong)).as(wrong).startsWith("501 5.1.3");
            }
            for (String wrong : List.of("RCPT TO:<a@b.example> NOTIFY=NEVER,DELAY", "RCPT TO:<a@b.example> NOTIFY=SOON",
                    "RCPT TO:<a@b.example> ORCPT=x", "RCPT TO:<a@b.example> ORCPT=rfc822;a+4",
                    "RCPT TO:<a@b.example> =")) {
                assertThat(client.ask(wrong)).as(wrong).startsWith("501 5.5.4");
            }
            assertThat(client.ask("RCPT TO:<a@b.example> SIZE=1")).startsWith("555 5.5.4");
        }
    }

    @Test
    void aMessageThatCannotBeSentIsRefusedWithTheReason() throws IOException {
        try (TestNode node = TestNode.start(); Dialogue client = node.connect()) {
            assertRefused(client, "Subject: x\r\n\r\nbody\r\n", "550 5.6.0 exactly one From field");
            assertRefused(client, "From: a@x.example\r\nFrom: b@x.example\r\n\r\n", "550 5.6.0 exactly one From");
            assertRefused(client, "From: nobody\r\n\r\n", "550 5.6.0 the From field is not valid");
            assertRefused(client, "From: a@x.example, b@y.example\r\n\r\n", "550 5.6.0 the From field is not valid");
            assertRefused(client, "From: a@x.example\r\nnot a field\r\n\r\n", "550 5.6.0 line 2 of the header");
            assertRefused(client, "From: a@x.example\r\nX-Penguin-Tag: a b\r\n\r\n", "550 5.6.0 tag may have");
            assertRefused(client, "From: a@x.example\r\nX-Penguin-Send-At: soon\r\n\r\n",
                    "550 5.6.0 X-Penguin-Send-At");
            assertRefused(client, "From: a@x.example\r\nX-Penguin-Tag: a\r\nX-Penguin-Tag: a\r\n\r\n",
                    "550 5.6.0 X-Penguin-Tag is there twice");
            assertRefused(client, "From: a@x.example\r\nX-Penguin-Priority: high\r\n\r\n",
                    "550 5.6.0 X-Penguin-Priority");
            assertRefused(client, "From: a@x.example\r\nX-Penguin-Idempotency-Key:\r\n\r\n",
                    "550 5.6.0 an idempotency key");
            assertThat(node.spool.committed()).isEmpty();
            assertThat(node.memoryUsed()).isZero();
        }
    }

    @Test
    void aRepeatedIdempotencyKeyIsAnsweredWithTheFirstId() throws IOException {
        String message = "From: a@example.com\r\nX-Penguin-Idempotency-Key: order-1\r\n\r\nbody\r\n.\r\n";
        try (TestNode node = TestNode.start(); Dialogue client = node.connect(); Dialogue other = node.connect()) {
            client.beginData();
            client.send(message);
            String first = client.reply();
            assertThat(first).startsWith("250 2.0.0 Accepted msg_");
            other.beginData();
            other.send(message);
            assertThat(other.reply()).isEqualTo(first);
            other.beginData();
            other.send(message.replace("body", "another body"));
            assertThat(other.reply()).startsWith("550 5.7.1 this idempotency key was used for another message");
            assertThat(node.spool.committed()).hasSize(1);
            assertThat(node.content(0)).doesNotContain("Idempotency");
        }
    }

    @Test
    void aRepetitionWhileTheFirstIsNotOnDiskIsForLater() throws IOException {
        String message = "From: a@example.com\r\nX-Penguin-Idempotency-Key: order-1\r\n\r\nbody\r\n.\r\n";
        try (TestNode node = TestNode.start(); Dialogue client = node.connect(); Dialogue other = node.connect()) {
            node.spool.hold();
            client.beginData();
            client.send(message);
            Eventually.holds(() -> node.spool.held() == 1);
            other.beginData();
            other.send(message);
            assertThat(other.reply()).startsWith("451 4.3.0");
            node.spool.commitAll();
            assertThat(client.reply()).startsWith("250 2.0.0");
        }
    }

    private static void assertRefused(Dialogue client, String message, String reply) throws IOException {
        client.beginData();
        client.send(message + ".\r\n");
        assertThat(client.reply()).startsWith(reply);
    }
}
