package com.penguinmails.mta.compose;

import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.spool.ContentRef;
import com.penguinmails.mta.spool.JournalRecord.JobOpened;
import com.penguinmails.mta.spool.JournalRecord.JobRows;
import com.penguinmails.mta.spool.JournalRecord.Message;
import com.penguinmails.mta.spool.Spool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads, renders and signs on the thread that calls. Thread-safe. */
final class MailReader {
    private static final Logger LOG = LoggerFactory.getLogger(MailReader.class);

    private final Spool spool;
    private final JobMails jobs;
    private final Signatures signatures;
    private final Counters counters;

    MailReader(Spool spool, JobMails jobs, Signatures signatures, Counters counters) {
        this.spool = spool;
        this.jobs = jobs;
        this.signatures = signatures;
        this.counters = counters;
    }

    /** @throws IOException if who is written to cannot be read */
    PreparedMail prepare(MailRequest request) throws IOException {
        return switch (spool.readAcceptance(request.place())) {
            case Message message -> ofMessage(request, message);
            case JobRows rows -> ofRow(rows, row(rows, onlyOne(request)));
        };
    }

    /**
     * Who is written to. Rows of a job each have an id of their own; of several asked for at once it is that of the first.
     *
     * @throws IOException if it cannot be read
     */
    MailIdentity identify(MailRequest request) throws IOException {
        return switch (spool.readAcceptance(request.place())) {
            case Message message -> identity(request, message);
            case JobRows rows -> identity(request, rows);
        };
    }

    private PreparedMail ofMessage(MailRequest request, Message message) {
        MailIdentity identity = identity(request, message);
        return guarded(identity, () -> {
            ByteBuffer content = spool.readContent(message.content());
            boolean shared = message.recipientCount() > request.recipients().size();
            String domain = message.signingDomain();
            return new PreparedMail.Ready(identity, message.envelope(),
                    shared
                            ? signatures.signShared(request.acceptance(), content, domain)
                            : signatures.sign(content, domain));
        });
    }

    private PreparedMail ofRow(JobRows rows, JobMails.Row row) {
        var identity = new MailIdentity(row.id(), rows.job(), rows.labels(), List.of(row.recipient()));
        return guarded(identity, () -> {
            JobOpened job = spool.job(rows.job()).orElseThrow(() -> new IOException("the job of the row is not known"));
            BuiltMail mail = jobs.build(job, rows, row);
            counters.increment(Counter.MAILS_RENDERED);
            Envelope shared = job.envelope();
            var envelope = new Envelope(shared.reversePath(), mail.body(), shared.smtpUtf8() || mail.smtpUtf8(),
                    shared.requireTls(), shared.dsnReturn(), shared.envelopeId());
            return new PreparedMail.Ready(identity, envelope, signatures.sign(mail.content(), job.signingDomain()));
        });
    }

    @FunctionalInterface
    private interface Preparation {
        PreparedMail prepare() throws IOException, UnrenderableException;
    }

    private PreparedMail guarded(MailIdentity identity, Preparation preparation) {
        try {
            return preparation.prepare();
        } catch (UnrenderableException e) {
            counters.increment(Counter.MAILS_UNRENDERABLE);
            return new PreparedMail.Unrenderable(identity, e.reason());
        } catch (IOException | RuntimeException e) {
            LOG.warn("{} cannot be prepared now", identity.id(), e);
            return new PreparedMail.Unavailable(identity, "the content cannot be read or signed now");
        }
    }

    private static int onlyOne(MailRequest request) throws IOException {
        if (request.recipients().size() != 1) {
            throw new IOException("each row of a job is a mail of its own; one must be asked for");
        }
        return request.recipients().getFirst();
    }

    private static MailIdentity identity(MailRequest request, Message message) {
        List<Recipient> recipients = request.recipients().stream().map(message.recipients()::get).toList();
        return new MailIdentity(message.id(), null, message.labels(), recipients);
    }

    private MailIdentity identity(MailRequest request, JobRows rows) throws IOException {
        var recipients = new ArrayList<Recipient>(request.recipients().size());
        for (int index : request.recipients()) {
            recipients.add(row(rows, index).recipient());
        }
        int first = request.recipients().getFirst();
        return new MailIdentity(MessageId.ofJobRow(rows.job(), rows.firstRow() + first), rows.job(), rows.labels(),
                recipients);
    }

    private JobMails.Row row(JobRows rows, int index) throws IOException {
        ContentRef block = rows.content();
        RowBlock.Row row = RowBlock.read((offset, length) -> spool.readContent(block, offset, length), index);
        MessageId id = MessageId.ofJobRow(rows.job(), rows.firstRow() + index);
        return new JobMails.Row(id, Recipient.of(ForwardPath.parse(row.address())), row);
    }
}
