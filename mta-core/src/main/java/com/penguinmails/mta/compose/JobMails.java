package com.penguinmails.mta.compose;

import com.penguinmails.mta.compose.template.RenderBudget;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.Recipient;
import com.penguinmails.mta.spool.JournalRecord.JobOpened;
import com.penguinmails.mta.spool.JournalRecord.JobRows;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes the mail of a job's row. Nothing in it depends on the attempt: the id is the row's and the date that of its acceptance, so
 * that each attempt sends the same octets. Thread-safe.
 */
final class JobMails {
    private final String nodeName;
    private final Clock clock;
    private final JobTemplates templates;
    private final RowVariables variables = new RowVariables();
    private final MimeBuilder mime = new MimeBuilder();

    JobMails(Spool spool, String nodeName, Clock clock) {
        this.nodeName = nodeName;
        this.clock = clock;
        this.templates = new JobTemplates(spool);
    }

    BuiltMail build(JobOpened job, JobRows rows, Row row) throws IOException, UnrenderableException {
        MailTemplate template = templates.of(job);
        Map<String, @Nullable Object> values = variables.read(row.row().variables(), row.row().address());
        MailDraft draft = template.render(row.recipient().forwardPath().mailbox(), values, new RenderBudget(clock));
        MessageId id = row.id();
        var stamp = new MailStamp(id, Instant.ofEpochMilli(rows.acceptedMillis()),
                "by " + nodeName + " with HTTP id " + id);
        try {
            return mime.build(draft, stamp);
        } catch (IllegalArgumentException e) {
            // A value with a line end or beyond a limit; the builder's words name the field and the limit, never the value.
            throw new UnrenderableException(String.valueOf(e.getMessage()));
        }
    }

    /** A row with what it is named by. */
    record Row(MessageId id, Recipient recipient, RowBlock.Row row) {}
}
