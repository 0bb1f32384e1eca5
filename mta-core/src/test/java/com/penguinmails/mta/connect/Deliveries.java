package com.penguinmails.mta.connect;

import com.penguinmails.mta.config.DeliveryConfig;
import com.penguinmails.mta.deliver.Delivery;
import com.penguinmails.mta.deliver.Payload;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.outcome.Outcome;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/** Things to send, and short words for what came of them. */
final class Deliveries {
    static final String CONTENT = "Subject: hello\r\n\r\nA line.\r\n";

    private Deliveries() {}

    /** Time limits that no test waits for in vain, and none so short that a busy machine reaches one. */
    static DeliveryConfig config() {
        return config("opportunistic", Duration.ofSeconds(20));
    }

    static DeliveryConfig config(String tls, Duration limit) {
        return new DeliveryConfig(25, tls, "use", 100, 100, 20, limit, limit, limit, limit, limit, limit, limit, limit,
                limit, 1);
    }

    static Delivery mail(String... recipients) {
        return mail(payload(CONTENT), recipients);
    }

    static Delivery mail(Payload payload, String... recipients) {
        return mail(Envelope.of(ReversePath.parse("sender@example.com")), payload, recipients);
    }

    static Delivery mail(Envelope envelope, Payload payload, String... recipients) {
        List<Recipient> list = Arrays.stream(recipients).map(r -> Recipient.of(ForwardPath.parse(r))).toList();
        return new Delivery(7, envelope, list, payload);
    }

    static Payload payload(String text) {
        return payload(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static Payload payload(byte[] octets) {
        boolean eightBit = false;
        for (byte octet : octets) {
            eightBit |= octet < 0;
        }
        return new Payload(List.of(ByteBuffer.wrap(octets)), eightBit, false);
    }

    /** {@code delivered 2.0.0}, {@code deferred 4.2.2}, {@code bounced 5.1.1}. */
    static String brief(Outcome outcome) {
        String word = switch (outcome) {
            case Outcome.Delivered _ -> "delivered ";
            case Outcome.Deferred _ -> "deferred ";
            case Outcome.Bounced _ -> "bounced ";
            default -> outcome.getClass().getSimpleName() + " ";
        };
        return word + outcome.status().code();
    }

    static List<String> brief(List<Outcome> outcomes) {
        return outcomes.stream().map(Deliveries::brief).toList();
    }
}
