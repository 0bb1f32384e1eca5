package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.brief;
import static com.penguinmails.mta.connect.Deliveries.mail;
import static com.penguinmails.mta.connect.Deliveries.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.DsnReturn;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** STARTTLS, offered, withheld and broken. */
class TlsTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"starttls -> tls-drop", "starttls -> tls-plain", "starttls -> drop"})
    void tlsHandshakeFailsAndTheMailGoesInClearText(String rule) {
        try (var receiver = ScriptedReceiver.builder().rules(rule).start(); var client = new SendingClient()) {
            assertThat(brief(client.send(receiver.port(), mail("a@example.org")).outcome()))
                    .isEqualTo("delivered 2.0.0");

            assertThat(receiver.messages().getFirst().connection().tls()).isEmpty();
            assertThat(receiver.stats().connections()).isEqualTo(2);
        }
    }

    @Test
    void aRefusedStarttlsGoesOnInClearText() {
        try (var receiver = ScriptedReceiver.builder().rules("starttls -> 454 4.7.0 not now").start();
                var client = new SendingClient()) {
            assertThat(brief(client.send(receiver.port(), mail("a@example.org")).outcome()))
                    .isEqualTo("delivered 2.0.0");

            assertThat(receiver.stats().connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"starttls -> tls-drop", "starttls -> tls-plain", "starttls -> 454 4.7.0 not now"})
    void whereTlsIsRequiredNothingGoesInClearText(String rule) {
        try (var receiver = ScriptedReceiver.builder().rules(rule).start();
                var client = new SendingClient(Deliveries.config("required", LIMIT))) {
            assertThat(brief(client.send(receiver.port(), mail("a@example.org")).failure()))
                    .startsWith("deferred 4.7.");

            assertThat(receiver.stats().messages()).isZero();
            assertThat(receiver.stats().connections()).isEqualTo(1);
        }
    }

    @Test
    void whereTlsIsRequiredAHostWithoutItIsPassedOver() {
        try (var receiver = ScriptedReceiver.builder().without(Capability.STARTTLS).start();
                var client = new SendingClient(Deliveries.config("required", LIMIT))) {
            assertThat(brief(client.send(receiver.port(), mail("a@example.org")).failure()))
                    .isEqualTo("deferred 4.7.5");
        }
    }

    @Test
    void tlsThatIsOffIsNotUsed() {
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient(Deliveries.config("off", LIMIT))) {
            assertThat(brief(client.send(receiver.port(), mail("a@example.org")).outcome()))
                    .isEqualTo("delivered 2.0.0");

            assertThat(receiver.stats().tlsConnections()).isZero();
        }
    }

    /** CVE-2011-0411: what is in the buffer behind {@code 220} would count as said under TLS. */
    @Test
    void plainTextInjectedBehindStarttlsIsNotBelieved() {
        try (var server = new LineServer(peer -> {
            peer.open("STARTTLS");
            String command = peer.hear();
            if ("STARTTLS".equals(command)) {
                peer.say("220 go\r\n250-name\r\n250 PIPELINING\r\n");
            }
            peer.hearOut();
        }); var client = new SendingClient(Deliveries.config("required", LIMIT))) {
            assertThat(brief(client.send(server.port(), mail("a@example.org")).failure())).isEqualTo("deferred 4.5.0");
        }
    }

    @Test
    void aLargeContentGoesThroughTls() {
        byte[] octets = new byte[5_000_000];
        Arrays.fill(octets, (byte) 'a');
        for (int i = 70; i < octets.length; i += 72) {
            octets[i] = '\r';
            octets[i + 1] = '\n';
        }
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient()) {
            assertThat(brief(client.send(receiver.port(), mail(payload(octets), "a@example.org")).outcome()))
                    .isEqualTo("delivered 2.0.0");

            assertThat(receiver.messages().getFirst().connection().tls()).isPresent();
            assertThat(receiver.messages().getFirst().text()).startsWith("aaa").hasSizeBetween(octets.length,
                    octets.length + 2);
        }
    }

    @Test
    void requireTlsBouncesWhereTheCertificateIsNotOfAKnownAuthority() {
        var envelope = new Envelope(ReversePath.parse("s@example.com"), BodyType.EIGHT_BIT_MIME, false, true,
                DsnReturn.UNSPECIFIED, null);
        try (var receiver = ScriptedReceiver.start(); var client = new SendingClient()) {
            var sent = client.send(receiver.port(), mail(envelope, payload("x\r\n"), "a@example.org"),
                    mail("b@example.org"));

            assertThat(brief(sent.allOutcomes().getFirst())).containsExactly("bounced 5.7.30");
            assertThat(brief(sent.allOutcomes().get(1))).containsExactly("delivered 2.0.0");
        }
    }
}
