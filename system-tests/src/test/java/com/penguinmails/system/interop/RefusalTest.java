package com.penguinmails.system.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.system.interop.SampleMail.Form;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What Postfix and aiosmtpd refuse ends as bounced, what they put off as deferred and then delivered, each in their words. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
    @TempDir
    private static Path folder = Path.of("");
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private MailReceiver postfix;
    private MailReceiver aiosmtpd;
    private InteropWorld world;

    @BeforeAll
    void start() throws Exception {
        PostfixReceiver.require();
        AiosmtpdReceiver.require();
        postfix = PostfixReceiver.start("postfix.test", folder.resolve("postfix"));
        open.push(postfix);
        aiosmtpd = AiosmtpdReceiver.start("aiosmtpd.test", folder.resolve("aiosmtpd"), false);
        open.push(aiosmtpd);
        world = InteropWorld.start(folder, "", List.of(postfix, aiosmtpd));
        open.push(world);
    }

    @AfterAll
    void stop() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
    }

    @Test
    void aRefusalEndsAsBouncedInTheWordsOfPostfix() throws Exception {
        assertBounced("refused@postfix.test", "5.1.1", "Postfix knows nobody of that name");
    }

    @Test
    void aRefusalEndsAsBouncedInTheWordsOfAiosmtpd() throws Exception {
        assertBounced("refused@aiosmtpd.test", "5.1.1", "aiosmtpd knows nobody of that name");
    }

    @Test
    void anInternationalAddressBouncesWhereTheReceiverLacksSmtpUtf8() throws Exception {
        assertBounced("zoë@aiosmtpd.test", "5.6.7", "SMTPUTF8");
    }

    @Test
    void whatPostfixPutsOffIsDeferredAndThenDelivered() throws Exception {
        assertDeferredThenDelivered(postfix, "4.2.1", "Postfix lets this mailbox rest");
    }

    @Test
    void whatAiosmtpdPutsOffIsDeferredAndThenDelivered() throws Exception {
        assertDeferredThenDelivered(aiosmtpd, "4.7.1", "aiosmtpd asks for another try");
    }

    private void assertBounced(String recipient, String status, String words) throws Exception {
        submit(recipient);
        JsonNode event = world.awaitEvent("message.bounced", recipient);
        assertTold(event, status, words);
        JsonNode view = world.recipient(event.path("message_id").asText(), recipient);
        assertThat(view.path("state").asText()).isEqualTo("bounced");
        assertThat(view.path("last_diagnostic").asText()).contains(words);
    }

    private void assertDeferredThenDelivered(MailReceiver receiver, String status, String words) throws Exception {
        String recipient = "later@" + receiver.domain();
        submit(recipient);
        assertTold(world.awaitEvent("message.deferred", recipient), status, words);
        receiver.relent();
        JsonNode delivered = world.awaitEvent("message.delivered", recipient);
        assertThat(delivered.path("attempt").asInt()).isGreaterThan(1);
        JsonNode view = world.recipient(delivered.path("message_id").asText(), recipient);
        assertThat(view.path("state").asText()).isEqualTo("delivered");
        assertThat(InteropWorld.awaitOnly(receiver, recipient)).contains(SampleMail.LONG_LINE);
    }

    private static void assertTold(JsonNode event, String status, String words) {
        assertThat(event.path("enhanced_status").asText()).isEqualTo(status);
        assertThat(event.path("diagnostic").asText()).contains(words);
    }

    private void submit(String recipient) throws Exception {
        var mail = new SampleMail(Form.EIGHT_BIT, "sender@clients.test", List.of(recipient), List.of(),
                Files.createTempDirectory(folder, "mail"));
        new JakartaMailClient().submit(mail, List.of(world.submissionPort()));
    }
}
