package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.brief;
import static com.penguinmails.mta.connect.Deliveries.mail;
import static com.penguinmails.mta.connect.Deliveries.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.deliver.Payload;
import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.DsnReturn;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Notify;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a message asks of its receiver, and what happens where it is not offered. */
class ReceiverLacksExtensionTest {

    private static Payload utf8(boolean header) {
        return new Payload(List.of(ByteBuffer.wrap("Subject: ü\r\n\r\nü\r\n".getBytes(StandardCharsets.UTF_8))), true,
                header);
    }

    @Test
    void eightBitContentBouncesWithout8bitmime() {
        try (var receiver = ScriptedReceiver.builder().without(Capability.EIGHT_BIT_MIME).start();
                var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail(utf8(false), "a@example.org"), mail("b@example.org"));

            assertThat(brief(sent.allOutcomes().getFirst())).containsExactly("bounced 5.6.3");
            assertThat(brief(sent.allOutcomes().get(1))).containsExactly("delivered 2.0.0");
            assertThat(sent.scope()).isEqualTo(FailureScope.MESSAGE);
        }
    }

    @Test
    void eightBitContentIsAnnounced() {
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient()) {
            Object _ = client.send(receiver.port(), mail(utf8(false), "a@example.org"), mail("b@example.org"));

            assertThat(receiver.messages().get(0).mailParameters()).contains("BODY=8BITMIME")
                    .doesNotContain("SMTPUTF8");
            assertThat(receiver.messages().get(1).mailParameters()).doesNotContain("BODY=8BITMIME");
        }
    }

    @Test
    void anInternationalHeaderBouncesWithoutSmtputf8() {
        try (var receiver = ScriptedReceiver.builder().without(Capability.SMTPUTF8).start();
                var client = new SendingClient()) {
            assertThat(brief(client.send(receiver.port(), mail(utf8(true), "a@example.org")).outcome()))
                    .isEqualTo("bounced 5.6.7");
        }
    }

    @Test
    void anInternationalAddressBouncesAloneWithoutSmtputf8() {
        try (var receiver = ScriptedReceiver.builder().without(Capability.SMTPUTF8).start();
                var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail("jörg@example.org", "a@example.org"));

            assertThat(brief(sent.outcomes())).containsExactly("bounced 5.6.7", "delivered 2.0.0");
            assertThat(sent.scope()).isEqualTo(FailureScope.RECIPIENT);
        }
    }

    @Test
    void anInternationalMessageArrivesWithSmtputf8() {
        var envelope = new Envelope(ReversePath.parse("jörg@example.com"), BodyType.EIGHT_BIT_MIME, true, false,
                DsnReturn.UNSPECIFIED, null);
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail(envelope, utf8(true), "用户@example.org"));

            assertThat(brief(sent.outcome())).isEqualTo("delivered 2.0.0");
            assertThat(receiver.messages().getFirst().mailParameters()).contains("SMTPUTF8");
            assertThat(receiver.messages().getFirst().recipientAddresses()).containsExactly("用户@example.org");
            assertThat(receiver.messages().getFirst().reversePath()).isEqualTo("jörg@example.com");
        }
    }

    @Test
    void aMessageOverTheSizeLimitBouncesUnsent() {
        try (var receiver = ScriptedReceiver.builder().sizeMax(1000).start(); var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail(payload("x\r\n".repeat(400)), "a@example.org"),
                    mail("b@example.org"));

            assertThat(brief(sent.allOutcomes().getFirst())).containsExactly("bounced 5.3.4");
            assertThat(brief(sent.allOutcomes().get(1))).containsExactly("delivered 2.0.0");
            assertThat(receiver.stats().replies(552)).isZero();
        }
    }

    private static Delivery withDsn(String envelopeId) {
        var envelope = new Envelope(ReversePath.parse("s@example.com"), BodyType.EIGHT_BIT_MIME, false, false,
                DsnReturn.HDRS, envelopeId);
        var recipient = new Recipient(ForwardPath.parse("a@example.org"), Set.of(Notify.FAILURE, Notify.DELAY),
                "rfc822;b@example.net");
        return new Delivery(1, envelope, List.of(recipient), payload("x\r\n"));
    }

    @Test
    void notificationRequestsArePassedOn() {
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient()) {
            Object _ = client.send(receiver.port(), withDsn("Q+2Bx"));

            var message = receiver.messages().getFirst();
            assertThat(message.mailParameters()).contains("RET=HDRS", "ENVID=Q+2Bx");
            assertThat(message.recipients().getFirst().parameters()).containsExactly("NOTIFY=FAILURE,DELAY",
                    "ORCPT=rfc822;b@example.net");
        }
    }

    @Test
    void notificationRequestsAreKeptBackWithoutDsn() {
        try (var receiver = ScriptedReceiver.builder().without(Capability.DSN).start();
                var client = new SendingClient()) {
            assertThat(brief(client.send(receiver.port(), withDsn("Q")).outcome())).isEqualTo("delivered 2.0.0");

            assertThat(receiver.messages().getFirst().mailParameters())
                    .noneMatch(p -> p.startsWith("RET") || p.startsWith("ENVID"));
            assertThat(receiver.messages().getFirst().recipients().getFirst().parameters()).isEmpty();
        }
    }

    @Test
    void noParameterBecomesACommand() {
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient()) {
            assertThat(brief(client.send(receiver.port(), withDsn("Q\r\nRSET")).outcome()))
                    .isEqualTo("delivered 2.0.0");

            assertThat(receiver.messages().getFirst().mailParameters()).noneMatch(p -> p.startsWith("ENVID"));
        }
    }
}
