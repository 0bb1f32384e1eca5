package com.penguinmails.mta.compose;

import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.message.BodyType;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Makes the bytes of a message from its parts (RFC 5322, RFC 2045 to 2047, RFC 2231). The shape is the simplest that holds them:
 * text and HTML are alternatives, inline files stand beside the HTML that shows them, attached ones beside all of it.
 *
 * <p>Nothing that a sender gives can end a header field or a part: CR, LF and NUL in a field are refused ({@link #problems}), and
 * no encoded body can contain a boundary. Stateless and thread-safe.
 */
public final class MimeBuilder {
    private static final DateTimeFormatter DATE = DateTimeFormatter
            .ofPattern("EEE, d MMM yyyy HH:mm:ss '+0000'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final DraftChecker checker = new DraftChecker();

    /** All that is wrong with a draft, with pointers named as in the API; empty: it can be built. */
    public List<FieldProblem> problems(MailDraft draft) {
        return checker.check(draft);
    }

    /** What is wrong with a template whatever its variables will be: names of fields, characters that no field may have. */
    public List<FieldProblem> problems(JobTemplate template) {
        return checker.check(new MailDraft(template.from(), List.of(), List.of(), template.replyTo(),
                template.subject(), template.text(), template.html(), template.headers(), List.of(), List.of()));
    }

    /**
     * Builds a draft that has no {@link #problems}.
     *
     * @throws IllegalArgumentException with the first problem otherwise
     */
    public BuiltMail build(MailDraft draft, MailStamp stamp) {
        List<FieldProblem> problems = problems(draft);
        if (!problems.isEmpty()) {
            FieldProblem first = problems.getFirst();
            throw new IllegalArgumentException(first.pointer() + ": " + first.detail());
        }
        var out = new ByteArrayOutputStream(4096);
        var header = new HeaderWriter(out);
        writeFields(draft, stamp, header);
        MimePart body = body(draft, stamp);
        body.writeFields(header);
        header.endOfHeader();
        body.writeBody(out);
        boolean smtpUtf8 = needsSmtpUtf8(draft);
        boolean eightBit = smtpUtf8 || draft.attachments().stream().anyMatch(MimeBuilder::isEightBit);
        return new BuiltMail(ByteBuffer.wrap(out.toByteArray()),
                eightBit ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT, smtpUtf8);
    }

    private static void writeFields(MailDraft draft, MailStamp stamp, HeaderWriter header) {
        String date = DATE.format(stamp.date());
        header.structured("Received", stamp.received() + "; " + date);
        header.structured("Date", date);
        header.structured("Message-ID", '<' + stamp.id().toString() + '@' + draft.from().mailbox().domain() + '>');
        header.addresses("From", List.of(draft.from()));
        if (!draft.to().isEmpty()) {
            header.addresses("To", draft.to());
        } else if (draft.cc().isEmpty()) {
            header.structured("To", "undisclosed-recipients:;");
        }
        if (!draft.cc().isEmpty()) {
            header.addresses("Cc", draft.cc());
        }
        if (!draft.replyTo().isEmpty()) {
            header.addresses("Reply-To", draft.replyTo());
        }
        header.text("Subject", draft.subject());
        writeUnsubscribe(draft.listUnsubscribe(), header);
        draft.headers().forEach(field -> header.text(field.name(), field.value()));
        header.structured("MIME-Version", "1.0");
    }

    private static void writeUnsubscribe(List<String> urls, HeaderWriter header) {
        if (urls.isEmpty()) {
            return;
        }
        header.structured("List-Unsubscribe", '<' + String.join(">, <", urls) + '>');
        if (urls.stream().anyMatch(url -> url.startsWith("https:"))) {
            header.structured("List-Unsubscribe-Post", "List-Unsubscribe=One-Click");
        }
    }

    private static MimePart body(MailDraft draft, MailStamp stamp) {
        var boundaries = new Boundaries(stamp);
        var inline = new ArrayList<MimePart>();
        var attached = new ArrayList<MimePart>();
        for (Attachment attachment : draft.attachments()) {
            boolean shown = attachment.inline() && draft.html() != null;
            (shown ? inline : attached).add(leaf(attachment, shown));
        }
        MimePart content = content(draft.text(), draft.html(), inline, boundaries);
        if (attached.isEmpty()) {
            return content;
        }
        attached.addFirst(content);
        return new MimePart.Multipart("mixed", boundaries.next(), attached);
    }

    private static MimePart content(@Nullable String text, @Nullable String html, List<MimePart> inline,
            Boundaries boundaries) {
        if (html == null) {
            return MimePart.Leaf.text("plain", text == null ? "" : text);
        }
        MimePart shown = MimePart.Leaf.text("html", html);
        if (!inline.isEmpty()) {
            inline.addFirst(shown);
            shown = new MimePart.Multipart("related", boundaries.next(), inline);
        }
        return text == null
                ? shown
                : new MimePart.Multipart("alternative", boundaries.next(),
                        List.of(MimePart.Leaf.text("plain", text), shown));
    }

    private static MimePart leaf(Attachment attachment, boolean shown) {
        String disposition = HeaderWriter.disposition(shown ? "inline" : "attachment", attachment.filename());
        byte[] octets = attachment.content().octets();
        TransferEncoding encoding = TransferEncoding.BASE64;
        if (DraftChecker.isMessage(attachment)) {
            octets = LineEnds.toCrlf(octets);
            TransferEncoding own = TransferEncoding.forMessage(octets);
            encoding = own == null ? encoding : own;
        }
        return new MimePart.Leaf(attachment.contentType(), disposition, attachment.contentId(), encoding,
                new Attachment.Content(octets));
    }

    private static boolean isEightBit(Attachment attachment) {
        return DraftChecker.isMessage(attachment)
                && TransferEncoding
                        .forMessage(LineEnds.toCrlf(attachment.content().octets())) == TransferEncoding.EIGHT_BIT;
    }

    private static boolean needsSmtpUtf8(MailDraft draft) {
        return draft.from().mailbox().needsSmtpUtf8() || anyNeedsSmtpUtf8(draft.to()) || anyNeedsSmtpUtf8(draft.cc())
                || anyNeedsSmtpUtf8(draft.replyTo());
    }

    private static boolean anyNeedsSmtpUtf8(List<MailAddress> addresses) {
        return addresses.stream().anyMatch(address -> address.mailbox().needsSmtpUtf8());
    }

    /** Begin with {@code =_}, which no encoded body contains; an attached message is kept apart by the random id. */
    private static final class Boundaries {
        private final String base;
        private int count;

        Boundaries(MailStamp stamp) {
            base = "=_" + stamp.id();
        }

        String next() {
            return base + '_' + ++count;
        }
    }
}
