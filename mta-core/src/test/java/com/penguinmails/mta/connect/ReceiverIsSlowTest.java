package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.brief;
import static com.penguinmails.mta.connect.Deliveries.mail;
import static com.penguinmails.mta.connect.Deliveries.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every step has its time limit, and only a receiver that does not move reaches one. */
class ReceiverIsSlowTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(150);

    /** All limits long but the one of the stage. */
    private static DeliveryConfig shortAt(String stage) {
        return new DeliveryConfig(25, "off", "use", 10, 10, 20, LONG, at("connect", stage), at("helo", stage),
                at("mail", stage),
                at("rcpt", stage), at("data", stage), at("block", stage), at("end-of-data", stage), at("idle", stage),
                1);
    }

    private static Duration at(String one, String wanted) {
        return one.equals(wanted) ? SHORT : LONG;
    }

    @ParameterizedTest
    @ValueSource(strings = {"connect", "helo"})
    void aSilentHostIsGivenUpBeforeTheSession(String stage) {
        try (var receiver = ScriptedReceiver.builder().rules(stage + " -> stall").start();
                var client = new SendingClient(shortAt(stage))) {
            Outcome outcome = client.send(receiver.port(), mail("a@example.org")).failure();

            assertThat(brief(outcome)).isEqualTo("deferred 4.4.2");
            assertThat(outcome.status().diagnostic()).contains("timed out");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mail", "rcpt", "data", "end-of-data"})
    void aSilentReceiverIsGivenUpInATransaction(String stage) {
        try (var receiver = ScriptedReceiver.builder().without(Capability.CHUNKING).rules(stage + " -> stall").start();
                var client = new SendingClient(shortAt(stage))) {
            Outcome outcome = client.send(receiver.port(), mail("a@example.org")).outcome();

            assertThat(brief(outcome)).isEqualTo("deferred 4.4.2");
            assertThat(outcome.status().diagnostic().contains("may have taken it"))
                    .isEqualTo(stage.equals("end-of-data"));
        }
    }

    @Test
    void aReplyThatTricklesInDoesNotBuyTime() {
        try (var server = new LineServer(peer -> {
            for (int line = 0; line < 90; line++) {
                peer.say("220-wait\r\n");
                try {
                    Thread.sleep(50);
                } catch (InterruptedException e) {
                    return;
                }
            }
        }); var client = new SendingClient(shortAt("connect"))) {
            assertThat(brief(client.send(server.port(), mail("a@example.org")).failure())).isEqualTo("deferred 4.4.2");
        }
    }

    @Test
    void aReceiverThatTakesNoContentIsGivenUp() {
        try (var server = new LineServer(peer -> {
            peer.open("8BITMIME");
            peer.answer("250 ok\r\n");
            peer.answer("250 ok\r\n");
            peer.answer("354 go\r\n");
            try {
                Thread.sleep(30_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }); var client = new SendingClient(shortAt("block"))) {
            var sent = client.send(server.port(), mail(payload("x\r\n".repeat(8_000_000)), "a@example.org"));

            assertThat(brief(sent.outcome())).isEqualTo("deferred 4.4.2");
            assertThat(sent.outcome().status().diagnostic()).doesNotContain("may have taken it");
        }
    }

    @Test
    void aSlowReaderGetsAllOfIt() {
        String content = "0123456789\r\n".repeat(200_000);
        try (var receiver = ScriptedReceiver.builder().without(Capability.CHUNKING).rules("data -> slow 4000000")
                .start();
                var client = new SendingClient(Deliveries.config("off", LONG))) {
            assertThat(brief(client.send(receiver.port(), mail(payload(content), "a@example.org")).outcome()))
                    .isEqualTo("delivered 2.0.0");

            assertThat(receiver.messages().getFirst().text()).isEqualTo(content);
        }
    }
}
