package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.mail;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How long a connection lasts. */
class ConnectionIsReusedTest {

    @Test
    void endsWithQuitAfterItsNumberOfTransactions() {
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient().maxMessages(2)) {
            var sent = client.send(receiver.port(), mail("a@example.org"), mail("b@example.org"),
                    mail("never@example.org"));

            assertThat(sent.allOutcomes()).hasSize(2);
            assertThat(receiver.stats().replies(221)).isEqualTo(1);
        }
    }

    @Test
    void endsWithQuitWhenItIsIdle() {
        DeliveryConfig d = Deliveries.config();
        var config = new DeliveryConfig(d.port(), "off", d.ipv6(), 10, 1, 20, d.connectTimeout(), d.greetingTimeout(),
                d.commandTimeout(),
                d.mailTimeout(), d.rcptTimeout(), d.dataTimeout(), d.blockTimeout(), d.endTimeout(),
                Duration.ofMillis(100), 1);
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient(config)) {
            var idle = client.sendNothing(receiver.port());

            assertThat(idle.remoteMta()).isNotNull();
            assertThat(receiver.stats().replies(221)).isEqualTo(1);
        }
    }

    @Test
    void closingTheConnectorAnswersForEveryRecipient() {
        try (var receiver = ScriptedReceiver.builder().rules("end-of-data -> stall").start();
                var client = new SendingClient()) {
            var sent = client.sendAndClose(receiver.port(), mail("a@example.org", "b@example.org"));

            assertThat(sent.outcomes()).hasSize(2).allMatch(Outcome.Deferred.class::isInstance);
            assertThat(sent.scope()).isEqualTo(FailureScope.SESSION);
        }
    }
}
