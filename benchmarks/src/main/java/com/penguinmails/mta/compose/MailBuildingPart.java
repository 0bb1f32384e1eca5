package com.penguinmails.mta.compose;

import com.penguinmails.benchmarks.Part;
import com.penguinmails.benchmarks.Subject;
import com.penguinmails.mta.message.MessageId;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A mail with a text and an HTML of 4 KiB each, with some letters beyond ASCII, from its parts to its octets (RFC 5322, RFC 2045).
 * The rival is Angus Mail, the reference implementation of Jakarta Mail.
 */
@Part("mime")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class MailBuildingPart {
    private static final String TASK = "text and HTML, 4 KiB each";
    private static final String SUBJECT = "Grüße aus dem Süden";
    private static final String TEXT = "Pinguine verlassen die Küste in großer Zahl und kommen einzeln zurück.\n"
            .repeat(55);
    private static final String HTML = "<p>Pinguine verlassen die Küste in großer Zahl, und satt zurück.</p>\n"
            .repeat(55);

    private final MimeBuilder builder = new MimeBuilder();
    private final MailDraft draft = new MailDraft(MailAddress.parse("Shop <shop@sender.test>"),
            List.of(MailAddress.parse("Ada <ada@receiver.test>")), List.of(), List.of(), SUBJECT, TEXT, HTML, List.of(),
            List.of(), List.of());
    private final MailStamp stamp = new MailStamp(new MessageId(0, 1), Instant.EPOCH,
            "by mta.bench.test with HTTP id 1");
    private final Session session = Session.getInstance(new Properties());

    @Benchmark
    @Subject(task = TASK)
    public ByteBuffer ours() {
        return builder.build(draft, stamp).content();
    }

    @Benchmark
    @Subject(task = TASK, rival = "Angus Mail")
    public byte[] angus() throws MessagingException, IOException {
        var message = new MimeMessage(session);
        message.setFrom(new InternetAddress("shop@sender.test", "Shop"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress("ada@receiver.test", "Ada"));
        message.setSubject(SUBJECT, "UTF-8");
        message.setSentDate(Date.from(Instant.EPOCH));
        var text = new MimeBodyPart();
        text.setText(TEXT, "UTF-8");
        var html = new MimeBodyPart();
        html.setText(HTML, "UTF-8", "html");
        message.setContent(new MimeMultipart("alternative", text, html));
        message.saveChanges();
        var out = new ByteArrayOutputStream(16 * 1024);
        message.writeTo(out);
        return out.toByteArray();
    }
}
