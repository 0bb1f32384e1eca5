package com.penguinmails.mta.connect;

import static com.penguinmails.mta.connect.Deliveries.mail;
import static com.penguinmails.mta.connect.Deliveries.payload;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.testkit.smtp.Capability;
import com.penguinmails.testkit.smtp.ReceivedMessage;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What some servers take for the end of data leaves as content: every line with CRLF, no lone dot before the end. */
class SmuggledEndOfDataTest {
    private static final List<String> LINE_ENDS = List.of("\n", "\r", "\r\n", "\r\r\n", "\r\n\0");

    /** Every line end, a dot, every line end. */
    private static List<String> sequences() {
        List<String> all = new ArrayList<>();
        for (String before : LINE_ENDS) {
            for (String after : LINE_ENDS) {
                all.add(before + "." + after);
            }
        }
        all.add("\r\n.\0\r\n");
        return all;
    }

    /** What the content must be when each bare CR and LF is a line end. */
    private static String canonical(String text) {
        return text.replaceAll("\r\n|\r|\n", "\r\n");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void staysContent(boolean chunking) {
        var builder = ScriptedReceiver.builder();
        if (!chunking) {
            builder.without(Capability.CHUNKING);
        }
        try (var receiver = builder.start(); var client = new SendingClient()) {
            for (String sequence : sequences()) {
                String content = "Subject: x\r\n\r\nbefore" + sequence
                        + "MAIL FROM:<evil@example.com>\r\nRCPT TO:<victim@example.org>\r\n";
                receiver.clearMessages();

                var sent = client.send(receiver.port(), mail(payload(content), "a@example.org"));

                assertThat(Deliveries.brief(sent.outcome())).isEqualTo("delivered 2.0.0");
                assertThat(receiver.messages()).extracting(ReceivedMessage::text).containsExactly(canonical(content));
            }
            assertThat(receiver.stats().bareCr() + receiver.stats().bareLf()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n.\n", "\r.\r", "\n.\r\n", "\r\n.\r", "\r\n.\n", "\r\n.\r\n"})
    void theWireHoldsOneEndOfData(String sequence) {
        var heard = new CompletableFuture<byte[]>();
        try (var server = new LineServer(peer -> {
            peer.open("PIPELINING");
            Object _ = List.of(String.valueOf(peer.hear()), String.valueOf(peer.hear()), String.valueOf(peer.hear()));
            peer.say("250 ok\r\n250 ok\r\n354 go\r\n");
            heard.complete(peer.hearContent());
            peer.say("250 ok\r\n");
            peer.answer("221 bye\r\n");
        }); var client = new SendingClient()) {
            Object _ = client.send(server.port(), mail(payload("x" + sequence + "y"), "a@example.org"));

            String wire = new String(heard.join(), StandardCharsets.ISO_8859_1);
            assertThat(wire).isEqualTo("x\r\n..\r\ny\r\n.\r\n");
        }
    }
}
