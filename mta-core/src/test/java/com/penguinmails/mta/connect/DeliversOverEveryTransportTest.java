package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.mail;
import static com.penguinmails.mta.connect.Deliveries.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ReceivedMessage;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DeliversOverEveryTransportTest {

    static Stream<Set<Capability>> transports() {
        return Stream.of(EnumSet.allOf(Capability.class), EnumSet.noneOf(Capability.class),
                EnumSet.of(Capability.PIPELINING), EnumSet.of(Capability.CHUNKING),
                EnumSet.of(Capability.PIPELINING, Capability.CHUNKING),
                EnumSet.of(Capability.STARTTLS, Capability.PIPELINING),
                EnumSet.of(Capability.PIPELINING, Capability.DSN, Capability.SIZE, Capability.ENHANCED_STATUS_CODES));
    }

    @ParameterizedTest
    @MethodSource("transports")
    void deliversAndReusesTheConnection(Set<Capability> offered) {
        try (var receiver = ScriptedReceiver.builder().capabilities(offered).start();
                var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail("a@example.org", "b@example.org"), mail("bounce@example.org"),
                    mail(payload(".dot\r\n..dots\r\nno end of line"), "c@example.org", "bounce@example.org"));

            assertThat(sent.allOutcomes().stream().map(Deliveries::brief)).containsExactly(
                    List.of("delivered 2.0.0", "delivered 2.0.0"), List.of("bounced 5.1.1"),
                    List.of("delivered 2.0.0", "bounced 5.1.1"));
            assertThat(sent.scopes()).containsOnly(FailureScope.RECIPIENT);
            assertThat(receiver.messages()).extracting(ReceivedMessage::text)
                    .containsExactly(Deliveries.CONTENT, ".dot\r\n..dots\r\nno end of line\r\n");
            assertThat(receiver.messages().getFirst().recipientAddresses()).containsExactly("a@example.org",
                    "b@example.org");
            assertThat(receiver.stats().connections()).isEqualTo(1);
            if (!offered.contains(Capability.CHUNKING) || offered.contains(Capability.PIPELINING)) {
                assertThat(receiver.stats().pipeliningViolations()).isZero();
            }
            int secured = offered.contains(Capability.STARTTLS) ? 1 : 0;
            assertThat(receiver.stats().tlsConnections()).isEqualTo(secured);
            assertThat(client.count(Counter.OUTBOUND_SESSIONS)).isEqualTo(1);
            assertThat(client.count(Counter.OUTBOUND_TLS_SESSIONS)).isEqualTo(secured);
            assertThat(client.count(Counter.OUTBOUND_TRANSACTIONS)).isEqualTo(3);
            assertThat(client.count(Counter.OUTBOUND_SESSIONS_FAILED)).isZero();
        }
    }
}
