package com.penguinmails.system.interop;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.system.interop.SampleMail.Form;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What common clients submit arrives at Postfix and at aiosmtpd as they sent it: behind the trace fields every octet is the same,
 * but for a Bcc field, which is taken out.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MailClientsTest {
    private static final Map<String, MailClient> CLIENTS = Map.of("swaks", new SwaksClient(), "smtplib",
            ScriptClient.smtplib(), "nodemailer", ScriptClient.nodemailer(), "jakarta", new JakartaMailClient());
    private static final Pattern TRACE_FIELDS = Pattern
            .compile("(?:(?:Received|Return-Path|X-Original-To|Delivered-To):.*\r\n(?:[ \t].*\r\n)*)+");

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
        aiosmtpd = AiosmtpdReceiver.start("aiosmtpd.test", folder.resolve("aiosmtpd"), true);
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

    @ParameterizedTest
    @CsvSource({"smtplib, ATTACHMENT", "nodemailer, ATTACHMENT", "jakarta, ATTACHMENT",
            "swaks, EIGHT_BIT", "smtplib, EIGHT_BIT", "nodemailer, EIGHT_BIT", "jakarta, EIGHT_BIT",
            "smtplib, INTERNATIONAL", "nodemailer, INTERNATIONAL", "jakarta, INTERNATIONAL"})
    void arrivesAsItWasSent(String name, Form form) throws Exception {
        MailClient client = Objects.requireNonNull(CLIENTS.get(name));
        client.require();
        SampleMail mail = mail(name, form);

        client.submit(mail, List.of(world.referencePort(), world.submissionPort()));

        String sent = world.reference();
        String expected = sent.replaceAll("(?m)^Bcc:.*\r\n", "");
        assertThat(expected).as("no client shows who is hidden").doesNotContain("hidden");
        for (String recipient : mail.recipients()) {
            MailReceiver receiver = recipient.endsWith(postfix.domain()) ? postfix : aiosmtpd;
            String received = InteropWorld.awaitOnly(receiver, recipient);
            String front = front(received, expected);
            assertThat(front).matches(TRACE_FIELDS);
            assertThat(front.contains("hidden"))
                    .isEqualTo(mail.hidden().contains(recipient) && receiver.domain().equals(postfix.domain()));
            assertSpecial(form, received, mail);
        }
        assertBalance();
    }

    private SampleMail mail(String client, Form form) throws Exception {
        boolean international = form == Form.INTERNATIONAL;
        String local = (international ? "zoë." : "zoe.") + client + "." + form.name().toLowerCase(Locale.ROOT);
        return new SampleMail(form, international ? "jürgen@clients.test" : "juergen@clients.test",
                List.of(local + "@postfix.test", local + "@aiosmtpd.test"),
                List.of("hidden." + local + "@postfix.test", "hidden." + local + "@aiosmtpd.test"),
                Files.createDirectory(folder.resolve(client + form)));
    }

    /** What stands before the expected octets, which all have to be there. */
    private static String front(String received, String expected) {
        int start = Math.max(received.length() - expected.length(), 0);
        String rest = received.substring(start);
        // Told in short, because the whole of both is too much to read.
        int difference = Arrays.mismatch(rest.toCharArray(), expected.toCharArray());
        assertThat(difference).as(() -> "first difference: sent " + excerpt(expected, difference) + ", arrived "
                + excerpt(rest, difference)).isEqualTo(-1);
        return received.substring(0, start);
    }

    private static String excerpt(String text, int at) {
        return '"' + text.substring(Math.min(at, text.length()), Math.min(at + 80, text.length())) + '"';
    }

    private static void assertSpecial(Form form, String received, SampleMail mail) throws Exception {
        if (form == Form.EIGHT_BIT) {
            assertThat(received).contains("\r\n" + SampleMail.LONG_LINE + "\r\n", "\r\n.\r\n..\r\n.dot\r\n",
                    octets("ä".repeat(2500)));
            return;
        }
        var message = new MimeMessage(Session.getInstance(new Properties()),
                new ByteArrayInputStream(received.getBytes(ISO_8859_1)));
        var parts = (MimeMultipart) message.getContent();
        assertThat(parts.getCount()).isEqualTo(2);
        try (InputStream attachment = parts.getBodyPart(1).getInputStream()) {
            assertThat(sha256(attachment.readAllBytes())).isEqualTo(sha256(Files.readAllBytes(mail.attachment())));
        }
        if (form == Form.INTERNATIONAL) {
            assertThat(received).contains("<" + octets(mail.sender()) + ">", octets(mail.to().getFirst()));
        }
    }

    private void assertBalance() throws Exception {
        var balance = world.awaitSettled();
        assertThat(balance.path("queued").asInt()).isZero();
        assertThat(balance.path("delivered").asInt()).isEqualTo(balance.path("accepted").asInt()).isPositive();
    }

    private static String octets(String text) {
        return new String(text.getBytes(UTF_8), ISO_8859_1);
    }

    private static String sha256(byte[] octets) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
    }
}
