package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.accept.AcceptResult;
import com.penguinmails.mta.accept.AcceptResult.Accepted;
import com.penguinmails.mta.accept.AcceptResult.Repeated;
import com.penguinmails.mta.accept.IdempotencyKey;
import com.penguinmails.mta.accept.Intake;
import com.penguinmails.mta.accept.MessageIntake;
import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.accept.Submission;
import com.penguinmails.mta.message.BodyType;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.spool.IdempotencyEntry;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a submission of a transaction whose content is complete, and a reply of what became of it. For one session. */
final class ContentSubmitter {
    private static final Logger LOG = LoggerFactory.getLogger(ContentSubmitter.class);
    private static final int STATUS = 250;

    private final ListenerContext context;
    private final Client client;

    ContentSubmitter(ListenerContext context, Client client) {
        this.context = context;
        this.client = client;
    }

    /** @param taken whether the message is on disk */
    record Answer(ServerReply reply, boolean taken) {

        static Answer of(AcceptResult result) {
            return new Answer(Replies.of(result), result instanceof Accepted || result instanceof Repeated);
        }
    }

    static ServerReply refusal(ContentBuffer.State state) {
        return state == ContentBuffer.State.TOO_LARGE ? Replies.TOO_LARGE : Replies.NO_MEMORY;
    }

    /** The answer comes once, at once or on the committing thread. All memory of the transaction is given back by then. */
    void submit(Transaction transaction, Consumer<Answer> receiver) {
        ContentBuffer content = transaction.content();
        if (content.state() != ContentBuffer.State.INTACT) {
            receiver.accept(new Answer(refusal(content.state()), false));
            return;
        }
        Sender sender = Objects.requireNonNull(client.sender());
        MessageId id = context.services().ids().nextMessageId();
        String trace = TraceField.of(client, context.nodeName(), id, transaction.envelope().smtpUtf8());
        Intake intake = context.intake().prepare(content.array(), content.length(),
                new MessageIntake.Origin(id, sender, trace));
        switch (intake) {
            case Intake.NotTaken(var refused) -> {
                content.release();
                receiver.accept(Answer.of(refused));
            }
            case Intake.Ready ready -> submit(submission(id, sender, transaction, ready), content, receiver);
        }
    }

    private void submit(Submission submission, ContentBuffer received, Consumer<Answer> receiver) {
        int octets = submission.content().remaining();
        context.budget().reserve(octets);
        received.release();
        context.services().acceptor().submit(submission, result -> {
            context.budget().release(octets);
            LOG.atDebug().addKeyValue("message_id", submission.id()).log("Submitted by SMTP: {}", result);
            receiver.accept(Answer.of(result));
        });
    }

    private Submission submission(MessageId id, Sender sender, Transaction transaction, Intake.Ready ready) {
        return new Submission(id, sender, ready.labels(), ready.priority(), envelope(transaction, ready),
                transaction.recipients(), ready.fromDomain(), ready.content(), ready.sendAtMillis(), 0,
                idempotency(id, transaction, ready));
    }

    /** The content says what it is, whatever BODY said; SMTPUTF8 that nothing needs would only bar receivers without it. */
    private static Envelope envelope(Transaction transaction, Intake.Ready ready) {
        Envelope said = transaction.envelope();
        boolean smtpUtf8 = said.smtpUtf8() && (ready.eightBit() || transaction.hasInternationalAddress());
        return new Envelope(said.reversePath(), ready.eightBit() ? BodyType.EIGHT_BIT_MIME : BodyType.SEVEN_BIT,
                smtpUtf8, said.requireTls(), said.dsnReturn(), said.envelopeId());
    }

    private @Nullable IdempotencyEntry idempotency(MessageId id, Transaction transaction, Intake.Ready ready) {
        String key = ready.idempotencyKey();
        if (key == null) {
            return null;
        }
        long expires = id.epochMillis() + context.idempotencyRetention().toMillis();
        return IdempotencyKey.of(ready.labels().tenant(), "SMTP", "", key)
                .entry(fingerprint(transaction), STATUS, id.toString(), expires);
    }

    /** Over what the client sent: envelope and content, before anything was added to it. */
    private static long fingerprint(Transaction transaction) {
        var octets = new ByteArrayOutputStream(transaction.content().length() + 256);
        octets.writeBytes(line(transaction.envelope().reversePath().toString()));
        List<Recipient> recipients = transaction.recipients();
        recipients.forEach(recipient -> octets.writeBytes(line(recipient.forwardPath().toString())));
        octets.write(transaction.content().array(), 0, transaction.content().length());
        return IdempotencyKey.fingerprint(octets.toByteArray());
    }

    private static byte[] line(String text) {
        return (text + "\r\n").getBytes(StandardCharsets.UTF_8);
    }
}
