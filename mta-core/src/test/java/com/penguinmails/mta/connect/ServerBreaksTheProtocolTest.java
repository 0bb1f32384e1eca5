package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.brief;
import static com.penguinmails.mta.connect.Deliveries.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that say what no server may: nothing they said is believed, nobody bounces, nothing hangs. */
class ServerBreaksTheProtocolTest {

    private static void assertProtocolError(Outcome outcome) {
        assertThat(brief(outcome)).isEqualTo("deferred 4.5.0");
        assertThat(((Outcome.Deferred) outcome).bounceClass()).isEqualTo(BounceClass.PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"220 hello\r\n250 too early\r\n", "HTTP/1.1 400 Bad Request\r\n\r\n", "\r\n", "22\r\n",
            "220-hello\r\n221 changed my mind\r\n", "250 hello\r\n", "199 hello\r\n", "600 hello\r\n", "220_hello\r\n"})
    void greetingTalksTooEarlyOrIsNone(String greeting) {
        try (var server = new LineServer(peer -> {
            peer.say(greeting);
            peer.hearOut();
        }); var client = new SendingClient()) {
            var sent = client.send(server.port(), mail("a@example.org"));

            assertProtocolError(sent.failure());
            assertThat(sent.scope()).isEqualTo(FailureScope.HOST);
        }
    }

    @Test
    void greetingNeverEnds() {
        try (var server = new LineServer(peer -> {
            for (int line = 0; line < 100_000; line++) {
                peer.say("220-and another thing\r\n");
            }
        }); var client = new SendingClient()) {
            assertProtocolError(client.send(server.port(), mail("a@example.org")).failure());
        }
    }

    @Test
    void aLineNeverEnds() {
        try (var server = new LineServer(peer -> {
            peer.say("220 ");
            for (int piece = 0; piece < 100_000; piece++) {
                peer.say("x".repeat(1000));
            }
        }); var client = new SendingClient()) {
            assertProtocolError(client.send(server.port(), mail("a@example.org")).failure());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rcpt -> garbage", "data -> garbage", "end-of-data -> garbage", "mail -> garbage",
            "rcpt -> oversized 200",
            "end-of-data -> twice"})
    void nothingOfATransactionIsBelieved(String rule) {
        try (var receiver = ScriptedReceiver.builder().without(Capability.CHUNKING).rules(rule).start();
                var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail("a@example.org"), mail("never@example.org"));

            assertProtocolError(sent.outcome());
            assertThat(sent.scope()).isEqualTo(FailureScope.SESSION);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail -> twice", "rcpt -> twice"})
    void serverAnswersTwice(String rule) {
        try (var receiver = ScriptedReceiver.builder().without(Capability.CHUNKING).rules(rule).start();
                var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail("a@example.org"));

            assertThat(sent.outcomes()).noneMatch(Outcome.Delivered.class::isInstance)
                    .noneMatch(Outcome.Bounced.class::isInstance);
            assertThat(receiver.messages()).isEmpty();
        }
    }

    @Test
    void chunkingRefusedIsNotTriedAgain() {
        try (var server = new LineServer(peer -> {
            peer.open("PIPELINING", "CHUNKING");
            Object _ = peer.hear();
            Object _ = peer.hear();
            String last = peer.hear();
            if (last == null || last.startsWith("BDAT")) {
                peer.say("250 ok\r\n250 ok\r\n500 5.5.1 what?\r\n500 5.5.1 what?\r\n");
                peer.hearOut();
            }
            peer.say("250 ok\r\n250 ok\r\n354 go\r\n");
            byte[] _ = peer.hearContent();
            peer.say("250 2.6.0 taken\r\n");
            peer.answer("221 bye\r\n");
        }); var client = new SendingClient()) {
            assertProtocolError(client.send(server.port(), mail("a@example.org")).outcome());
            assertThat(brief(client.send(server.port(), mail("a@example.org")).outcome())).isEqualTo("delivered 2.6.0");
        }
    }

    @Test
    void controlCharactersReachNoDiagnostic() {
        try (var server = new LineServer(peer -> peer.say("554 go\u0000 \u001b[2Jaway\u0007\r\n"));
                var client = new SendingClient()) {
            Outcome outcome = client.send(server.port(), mail("a@example.org")).failure();

            assertThat(outcome.status().diagnostic()).isEqualTo("554 go? ?[2Jaway?");
        }
    }

    @Test
    void lastReplyWithMoreBehindItIsNotBelieved() {
        try (var server = new LineServer(peer -> {
            peer.open("PIPELINING", "CHUNKING");
            List<String> _ = List.of(String.valueOf(peer.hear()), String.valueOf(peer.hear()),
                    String.valueOf(peer.hear()));
            peer.say("250 ok\r\n250 ok\r\n250 ok\r\n550 no, refused\r\n");
            peer.hearOut();
        }); var client = new SendingClient()) {
            assertProtocolError(client.send(server.port(), mail("a@example.org")).outcome());
        }
    }
}
