package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.AcceptLimits;
import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.compose.JobTemplate;
import com.penguinmails.mta.compose.JobTemplateCodec;
import com.penguinmails.mta.compose.MimeBuilder;
import com.penguinmails.mta.compose.TemplateChecker;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.message.Envelope;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord.JobOpened;
import com.penguinmails.mta.spool.SpoolEntry;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the first line of a job: its template and its terms. Thread-safe. */
final class JobReader {
    private final JobTemplateCodec codec;
    private final MimeBuilder mime;
    private final TemplateChecker templates;
    private final AcceptLimits limits;
    private final String defaultTenant;

    JobReader(JobTemplateCodec codec, MimeBuilder mime, TemplateChecker templates, AcceptLimits limits,
            String defaultTenant) {
        this.codec = codec;
        this.mime = mime;
        this.templates = templates;
        this.limits = limits;
        this.defaultTenant = defaultTenant;
    }

    /**
     * A job as a client asked for it.
     *
     * @param template as it goes to the content log
     * @param keepOpen whether more rows follow in further requests
     */
    record JobRequest(Terms terms, Mailbox from, ByteBuffer template, boolean keepOpen) {}

    /** Null if anything is wrong, which {@code problems} then names. */
    @Nullable
    JobRequest read(ObjectNode line, Sender sender, List<FieldProblem> problems) {
        var fields = new JsonFields(line, "", problems);
        Terms terms = Terms.read(fields, sender, defaultTenant, PriorityClass.BULK);
        boolean keepOpen = fields.bool("keep_open", false);
        JobTemplate template = template(fields);
        fields.refuseUnknown();
        return template == null || !problems.isEmpty()
                ? null
                : new JobRequest(terms, template.from().mailbox(), codec.encode(template), keepOpen);
    }

    private @Nullable JobTemplate template(JsonFields fields) {
        JsonNode node = fields.node("template");
        if (!(node instanceof ObjectNode object)) {
            fields.problem("/template", "required", "an object with from, subject, text or html is expected");
            return null;
        }
        JobTemplate template = codec.read(fields.within("/template", object));
        if (template != null) {
            mime.problems(template).forEach(problem -> fields.problems().add(problem.within("/template")));
            templates.check(template).forEach(problem -> fields.problems().add(problem.within("/template")));
        }
        return template;
    }

    /** What the journal holds of it. */
    JobOpened toRecord(JobRequest request, JobId id, String keyId, long nowMillis,
            @Nullable IdempotencyEntry idempotency) {
        Terms terms = request.terms();
        long expires = terms.expiresMillis() != 0
                ? terms.expiresMillis()
                : Math.max(nowMillis, terms.sendAtMillis()) + limits.expiry().toMillis();
        return new JobOpened(id, terms.labels(), terms.priority(), Envelope.of(terms.returnPathOr(request.from())),
                request.from().domain(), keyId, nowMillis, terms.sendAtMillis(), expires,
                SpoolEntry.contentNumber(0, request.template().remaining()), idempotency);
    }
}
