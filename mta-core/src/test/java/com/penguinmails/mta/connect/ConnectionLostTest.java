package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.brief;
import static com.penguinmails.mta.connect.Deliveries.mail;
import static com.penguinmails.mta.connect.Deliveries.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The connection ends where nobody expects it. */
class ConnectionLostTest {

    @ParameterizedTest
    @ValueSource(strings = {"mail -> drop", "rcpt -> drop", "data -> drop", "end-of-data -> drop"})
    void disconnectInATransactionDefersEveryRecipient(String rule) {
        try (var receiver = ScriptedReceiver.builder().without(Capability.CHUNKING).rules(rule).start();
                var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail("a@example.org", "b@example.org"), mail("never@example.org"));

            assertThat(brief(sent.outcomes())).containsExactly("deferred 4.4.2", "deferred 4.4.2");
            assertThat(sent.scope()).isEqualTo(FailureScope.SESSION);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void disconnectAfterDataSaysThatTheMessageMayHaveBeenTaken(boolean chunking) {
        var builder = ScriptedReceiver.builder().rules("end-of-data -> accept-and-drop");
        if (!chunking) {
            builder.without(Capability.CHUNKING);
        }
        try (var receiver = builder.start(); var client = new SendingClient()) {
            Outcome outcome = client.send(receiver.port(), mail("a@example.org")).outcome();

            assertThat(brief(outcome)).isEqualTo("deferred 4.4.2");
            assertThat(outcome.status().diagnostic()).contains("may have taken it");
            assertThat(receiver.messages()).hasSize(1);
        }
    }

    @Test
    void disconnectBeforeTheContentIsNoDoubt() {
        try (var receiver = ScriptedReceiver.builder().without(Capability.CHUNKING).rules("data -> drop").start();
                var client = new SendingClient()) {
            Outcome outcome = client.send(receiver.port(), mail("a@example.org")).outcome();

            assertThat(outcome.status().diagnostic()).doesNotContain("may have taken it");
        }
    }

    @Test
    void dropsMidContent() {
        try (var receiver = ScriptedReceiver.builder().without(Capability.CHUNKING, Capability.STARTTLS)
                .rules("data -> drop-after 100000").start();
                var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail(payload("x\r\n".repeat(3_000_000)), "a@example.org"));

            assertThat(brief(sent.outcome())).isEqualTo("deferred 4.4.2");
            assertThat(sent.outcome().status().diagnostic()).doesNotContain("may have taken it");
        }
    }

    @Test
    void refusalInMidContentIsHeard() {
        try (var server = new LineServer(peer -> {
            peer.open("SIZE");
            peer.answer("250 ok\r\n");
            peer.answer("250 ok\r\n");
            peer.answer("250 ok\r\n");
            peer.answer("354 go\r\n");
            for (int line = 0; line < 1000; line++) {
                Object _ = peer.hear();
            }
            peer.say("552 5.3.4 too much\r\n");
            peer.hearOut();
        }); var client = new SendingClient()) {
            var sent = client.send(server.port(),
                    mail(payload("x\r\n".repeat(8_000_000)), "a@example.org", "b@example.org"));

            assertThat(brief(sent.outcomes())).containsExactly("bounced 5.3.4", "bounced 5.3.4");
        }
    }

    @Test
    void closingAnIdleConnectionHurtsNobody() {
        try (var server = new LineServer(peer -> {
            peer.open("PIPELINING");
            Object _ = peer.hear();
            Object _ = peer.hear();
            peer.answer("250 ok\r\n250 ok\r\n354 go\r\n");
            byte[] _ = peer.hearContent();
            peer.say("250 ok\r\n421 4.3.2 enough for today\r\n");
        }); var client = new SendingClient()) {
            var sent = client.send(server.port(), mail("a@example.org"), mail("b@example.org"));

            assertThat(brief(sent.allOutcomes().getFirst())).containsExactly("delivered 2.0.0");
        }
    }
}
