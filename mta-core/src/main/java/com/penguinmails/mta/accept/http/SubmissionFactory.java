package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.Intake;
import com.penguinmails.mta.accept.MailDate;
import com.penguinmails.mta.accept.MessageIntake;
import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.accept.Submission;
import com.penguinmails.mta.compose.BuiltMail;
import com.penguinmails.mta.compose.LineEnds;
import com.penguinmails.mta.compose.MailStamp;
import com.penguinmails.mta.compose.MimeBuilder;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.DsnReturn;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.IdGenerator;
import java.net.InetAddress;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Makes submissions from checked requests: gives the id, builds or edits the bytes, draws up the envelope. Thread-safe. */
final class SubmissionFactory {
    private final MimeBuilder mime;
    private final MessageIntake intake;
    private final IdGenerator ids;
    private final Clock clock;
    private final String nodeName;

    SubmissionFactory(MimeBuilder mime, MessageIntake intake, IdGenerator ids, Clock clock, String nodeName) {
        this.mime = mime;
        this.intake = intake;
        this.ids = ids;
        this.clock = clock;
        this.nodeName = nodeName;
    }

    /**
     * Who submits, from where, and how a repetition is recognised.
     *
     * @param idempotency makes the entry from the new message's id and the time before which it is not sent
     */
    record Origin(Sender sender, InetAddress remote,
            Function<Accepted, @Nullable IdempotencyEntry> idempotency) {}

    /** What the client is told of a message that was accepted; a send time of 0 is now. */
    record Accepted(MessageId id, long sendAtMillis) {}

    /** Null if the message cannot be taken, which {@code problems} then says. */
    @Nullable
    Submission create(MessageRequest request, Origin origin, String pointer, List<FieldProblem> problems) {
        return switch (request) {
            case MessageRequest.Structured structured -> structured(structured, origin);
            case MessageRequest.Raw raw -> raw(raw, origin, pointer, problems);
        };
    }

    private Submission structured(MessageRequest.Structured request, Origin origin) {
        MessageId id = ids.nextMessageId();
        Terms terms = request.terms();
        BuiltMail mail = mime.build(request.draft(), new MailStamp(id, clock.instant(), trace(origin, id)));
        boolean smtpUtf8 = mail.smtpUtf8() || needsSmtpUtf8(request.recipients());
        var envelope = new Envelope(terms.returnPathOr(request.draft().from().mailbox()), mail.body(), smtpUtf8, false,
                DsnReturn.UNSPECIFIED, null);
        return new Submission(id, origin.sender(), terms.labels(), terms.priority(), envelope, request.recipients(),
                request.draft().from().mailbox().domain(), mail.content(), terms.sendAtMillis(), terms.expiresMillis(),
                origin.idempotency().apply(new Accepted(id, terms.sendAtMillis())));
    }

    private @Nullable Submission raw(MessageRequest.Raw request, Origin origin, String pointer,
            List<FieldProblem> problems) {
        MessageId id = ids.nextMessageId();
        byte[] content = LineEnds.toCrlf(request.content().array());
        if (hasNul(content)) {
            problems.add(new FieldProblem(pointer + "/raw", "control_character", "a message may not have NUL"));
            return null;
        }
        String received = "Received: " + trace(origin, id) + "; " + MailDate.format(clock.millis())
                + "\r\n";
        Intake taken = intake.prepare(content, content.length,
                new MessageIntake.Origin(id, origin.sender(), received.replace(" with HTTP", "\r\n with HTTP")));
        return switch (taken) {
            case Intake.NotTaken(var refused) -> {
                problems.add(new FieldProblem(pointer + "/raw", refused.code(), refused.detail()));
                yield null;
            }
            case Intake.Ready ready -> submission(request, origin, id, ready);
        };
    }

    /** What the request says goes before what the message's own fields say. */
    private static Submission submission(MessageRequest.Raw request, Origin origin, MessageId id, Intake.Ready ready) {
        Terms terms = request.terms();
        Labels said = terms.labels();
        Labels labels = new Labels(said.tenant(),
                said.campaign().isEmpty() ? ready.labels().campaign() : said.campaign(),
                said.tag().isEmpty() ? ready.labels().tag() : said.tag());
        PriorityClass priority = terms.priority() == PriorityClass.BULK ? PriorityClass.BULK : ready.priority();
        long sendAt = terms.sendAtMillis() == 0 ? ready.sendAtMillis() : terms.sendAtMillis();
        ReversePath returnPath = terms.returnPathOr(request.from().mailbox());
        var envelope = new Envelope(returnPath, ready.eightBit() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
                needsSmtpUtf8(request.recipients()) || returnPathNeedsSmtpUtf8(returnPath), false,
                DsnReturn.UNSPECIFIED, null);
        return new Submission(id, origin.sender(), labels, priority, envelope, request.recipients(), ready.fromDomain(),
                ready.content(), sendAt, terms.expiresMillis(),
                origin.idempotency().apply(new Accepted(id, sendAt)));
    }

    private String trace(Origin origin, MessageId id) {
        String address = origin.remote().getHostAddress();
        String literal = address.indexOf(':') >= 0 ? "IPv6:" + address : address;
        return "from [" + literal + "] by " + nodeName + " with HTTP id " + id;
    }

    private static boolean needsSmtpUtf8(List<Recipient> recipients) {
        return recipients.stream().anyMatch(recipient -> recipient.forwardPath().mailbox().needsSmtpUtf8());
    }

    private static boolean returnPathNeedsSmtpUtf8(ReversePath path) {
        return path.mailbox() != null && path.mailbox().needsSmtpUtf8();
    }

    private static boolean hasNul(byte[] content) {
        for (byte octet : content) {
            if (octet == 0) {
                return true;
            }
        }
        return false;
    }
}
