package com.penguinmails.mta.accept;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.MessageId;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class MessageIntakeTest {
    private static final String TRACE = "Received: here\r\n";
    private final MessageIntake intake = new MessageIntake("node.example", "default", 1000);

    @Test
    void theSendersTenantIsTheDefaultForItsMail() {
        Intake.Ready ready = ready("From: a@x.example\r\n\r\nbody\r\n", sender("acme"));
        assertThat(ready.labels().tenant()).isEqualTo("acme");
        assertThat(ready("From: a@x.example\r\n\r\nbody\r\n", sender("")).labels().tenant()).isEqualTo("default");
        assertThat(ready("From: a@x.example\r\nX-Penguin-Tenant: other\r\n\r\n", sender("acme")).labels().tenant())
                .isEqualTo("other");
    }

    @Test
    void eightBitContentIsSeen() {
        assertThat(ready("From: a@x.example\r\n\r\nplain\r\n", sender("")).eightBit()).isFalse();
        assertThat(ready("From: a@x.example\r\n\r\n\u00e9\r\n", sender("")).eightBit()).isTrue();
    }

    @Test
    void aMessageMayBeAHeaderAlone() {
        assertThat(edited("From: a@x.example\r\nDate: x\r\nMessage-ID: y\r\n"))
                .isEqualTo(TRACE + "From: a@x.example\r\nDate: x\r\nMessage-ID: y\r\n");
    }

    @Test
    void aHeaderSectionThatIsTooLongIsRefused() {
        String header = "From: a@x.example\r\nX: " + "x".repeat(1000) + "\r\n";
        assertThat(refusal(header + "\r\nbody\r\n")).isEqualTo("header_too_large");
        assertThat(refusal("From: a@x.example\r\n" + "X: 123\r\n".repeat(200))).isEqualTo("header_too_large");
        String exact = "From: a@x.example\r\nX: " + "x".repeat(1000 - 24) + "\r\n";
        assertThat(exact).hasSize(1000);
        assertThat(ready(exact + "\r\nbody\r\n", sender("")).fromDomain()).isEqualTo("x.example");
    }

    @Test
    void whatIsNoFieldIsRefusedWithItsLine() {
        assertThat(refusal(" From: a@x.example\r\n\r\n")).isEqualTo("header_malformed");
        assertThat(refusal("From a@x.example Mon Nov 23\r\nFrom: a@x.example\r\n\r\n")).isEqualTo("header_malformed");
        assertThat(refusal("From: a@x.example\r\n: empty name\r\n\r\n")).isEqualTo("header_malformed");
        assertThat(refusal("")).isEqualTo("header_invalid");
        assertThat(refusal("\r\nFrom: a@x.example\r\n")).isEqualTo("header_invalid");
    }

    @RepeatedTest(200)
    void editingLeavesEveryOtherOctetAsItWas(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var kept = new StringBuilder("From: a@x.example\r\nDate: d\r\nMessage-ID: m\r\n");
        List<String> fields = new ArrayList<>(List.of("From: a@x.example\r\n", "Date: d\r\n", "Message-ID: m\r\n"));
        var expected = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            boolean remove = random.nextBoolean();
            String name = remove ? "bCc" : "X-" + i;
            String field = name + " ".repeat(random.nextInt(2)) + ":" + noise(random) + "\r\n"
                    + (random.nextBoolean() ? "\t" + noise(random) + "\r\n" : "");
            fields.add(random.nextInt(fields.size() + 1), field);
        }
        fields.stream().filter(field -> !field.startsWith("bCc")).forEach(expected::append);
        String body = "\r\n" + noise(random) + "\r\nBcc: in the body\r\n";
        assertThat(kept).isNotEmpty();
        assertThat(edited(String.join("", fields) + body)).isEqualTo(TRACE + expected + body);
    }

    private static String noise(Random random) {
        var noise = new StringBuilder();
        for (int length = random.nextInt(30); length > 0; length--) {
            char c = (char) random.nextInt(256);
            noise.append(c == '\r' || c == '\n' ? ' ' : c);
        }
        return noise.toString();
    }

    private String edited(String message) {
        byte[] content = ready(message, sender("")).content().array();
        return new String(content, StandardCharsets.ISO_8859_1);
    }

    private Intake.Ready ready(String message, Sender sender) {
        return (Intake.Ready) prepare(message, sender);
    }

    private String refusal(String message) {
        return ((Intake.NotTaken) prepare(message, sender(""))).refused().code();
    }

    private Intake prepare(String message, Sender sender) {
        byte[] content = message.getBytes(StandardCharsets.ISO_8859_1);
        return intake.prepare(content, content.length, new MessageIntake.Origin(new MessageId(1, 2), sender, TRACE));
    }

    private static Sender sender(String tenant) {
        return new Sender("", tenant, Set.of(), Set.of("messages:send"), false);
    }
}
