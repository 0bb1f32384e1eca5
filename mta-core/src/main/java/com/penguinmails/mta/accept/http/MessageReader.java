package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.accept.Sender;
import com.penguinmails.mta.compose.Attachment;
import com.penguinmails.mta.compose.HeaderField;
import com.penguinmails.mta.compose.MailAddress;
import com.penguinmails.mta.compose.MailDraft;
import com.penguinmails.mta.compose.MailFields;
import com.penguinmails.mta.compose.MimeBuilder;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.message.ForwardPath;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.Recipient;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads a message from JSON and names everything that is wrong with it at once. Thread-safe. */
final class MessageReader {
    private static final int MAX_SUBJECT = 2_000;
    private static final int MAX_ATTACHMENTS = 100;
    private static final List<String> PARTS = List.of("subject", "text", "html", "reply_to", "headers",
            "list_unsubscribe", "attachments");

    private final MimeBuilder mime;
    private final int maxRecipients;
    private final int maxText;
    private final String defaultTenant;

    /** @param maxText characters of one body */
    MessageReader(MimeBuilder mime, int maxRecipients, int maxText, String defaultTenant) {
        this.mime = mime;
        this.maxRecipients = maxRecipients;
        this.maxText = maxText;
        this.defaultTenant = defaultTenant;
    }

    /**
     * Reads a message; null if anything is wrong with it, which {@code problems} then names.
     *
     * @param pointer where the message stands in the document
     */
    @Nullable
    MessageRequest read(ObjectNode object, String pointer, Sender sender, List<FieldProblem> problems) {
        int before = problems.size();
        var fields = new JsonFields(object, pointer, problems);
        Terms terms = Terms.read(fields, sender, defaultTenant, PriorityClass.TRANSACTIONAL);
        var mail = new MailFields(fields);
        MailAddress from = mail.requiredAddress("from");
        int beforeRecipients = problems.size();
        List<MailAddress> to = mail.addresses("to", maxRecipients);
        List<MailAddress> cc = mail.addresses("cc", maxRecipients);
        List<MailAddress> bcc = mail.addresses("bcc", maxRecipients);
        List<Recipient> recipients = recipients(List.of(to, cc, bcc), fields,
                problems.size() == beforeRecipients);
        byte[] raw = raw(fields);
        MessageRequest request;
        if (raw != null) {
            refuseParts(object, fields);
            request = from == null
                    ? null
                    : new MessageRequest.Raw(new MessageRequest.Octets(raw), from, recipients, terms);
        } else {
            request = structured(fields, from, new Shown(to, cc), recipients, terms);
        }
        fields.refuseUnknown();
        return problems.size() > before ? null : request;
    }

    private record Shown(List<MailAddress> to, List<MailAddress> cc) {}

    private List<Recipient> recipients(List<List<MailAddress>> lists, JsonFields fields, boolean complete) {
        Map<String, Recipient> recipients = new LinkedHashMap<>();
        lists.forEach(list -> list.forEach(address -> recipients.putIfAbsent(address.mailbox().toString(),
                Recipient.of(new ForwardPath(address.mailbox())))));
        if (recipients.isEmpty() && complete) {
            fields.problem("/to", "required", "a message needs at least one recipient in to, cc or bcc");
        } else if (recipients.size() > maxRecipients) {
            fields.problem("/to", "too_many",
                    "at most " + maxRecipients + " recipients in to, cc and bcc together; send a job to more");
        }
        return List.copyOf(recipients.values());
    }

    private byte @Nullable [] raw(JsonFields fields) {
        String base64 = fields.optionalText("raw", Integer.MAX_VALUE);
        return base64 == null ? null : decode(base64, fields, "/raw");
    }

    private static byte[] decode(String base64, JsonFields fields, String place) {
        try {
            byte[] octets = Base64.getMimeDecoder().decode(base64);
            if (octets.length > 0) {
                return octets;
            }
            fields.problem(place, "required", "it is empty");
        } catch (IllegalArgumentException e) {
            fields.problem(place, "base64_invalid", "base 64 is expected (RFC 4648)");
        }
        return new byte[0];
    }

    private static void refuseParts(ObjectNode object, JsonFields fields) {
        for (String name : PARTS) {
            if (object.has(name)) {
                var _ = fields.node(name);
                fields.problem('/' + name, "not_with_raw", "a raw message says this itself; leave it out");
            }
        }
    }

    private @Nullable MessageRequest structured(JsonFields fields, @Nullable MailAddress from, Shown shown,
            List<Recipient> recipients, Terms terms) {
        var mail = new MailFields(fields);
        List<MailAddress> replyTo = mail.addresses("reply_to", maxRecipients);
        String subject = fields.text("subject", MAX_SUBJECT, "");
        String text = fields.optionalText("text", maxText);
        String html = fields.optionalText("html", maxText);
        List<HeaderField> headers = mail.headers("headers");
        List<String> unsubscribe = fields.texts("list_unsubscribe", 4, 1_000);
        List<Attachment> attachments = attachments(fields);
        // A sender that is missing was already named; the rest is checked all the same.
        MailAddress sender = from == null ? MailAddress.parse("nobody@invalid") : from;
        var draft = new MailDraft(sender, shown.to(), shown.cc(), replyTo, subject, text, html, headers, unsubscribe,
                attachments);
        mime.problems(draft).forEach(problem -> fields.problem(problem.pointer(), problem.code(), problem.detail()));
        return new MessageRequest.Structured(draft, recipients, terms);
    }

    private static List<Attachment> attachments(JsonFields fields) {
        var attachments = new ArrayList<Attachment>();
        JsonNode list = fields.node("attachments");
        if (list == null) {
            return attachments;
        }
        if (!list.isArray() || list.size() > MAX_ATTACHMENTS) {
            fields.problem("/attachments", list.isArray() ? "too_many" : "type_invalid",
                    "an array of at most " + MAX_ATTACHMENTS + " files is expected");
            return attachments;
        }
        for (int i = 0; i < list.size(); i++) {
            if (list.get(i) instanceof ObjectNode file) {
                attachments.add(attachment(fields.within("/attachments/" + i, file)));
            } else {
                fields.problem("/attachments/" + i, "type_invalid", "an object is expected");
            }
        }
        return attachments;
    }

    private static Attachment attachment(JsonFields file) {
        String filename = file.text("filename", 1_000, "");
        String type = file.text("content_type", 1_000, "application/octet-stream");
        String contentId = file.text("content_id", 1_000, "");
        String disposition = file.text("disposition", 100, contentId.isEmpty() ? "attachment" : "inline");
        if (!disposition.equals("attachment") && !disposition.equals("inline")) {
            file.problem("/disposition", "disposition_invalid", "attachment or inline is expected");
        }
        String base64 = file.optionalText("content", Integer.MAX_VALUE);
        byte[] octets = base64 == null ? new byte[0] : decode(base64, file, "/content");
        if (base64 == null) {
            file.problem("/content", "required", "the file in base 64 is expected");
        }
        file.refuseUnknown();
        return new Attachment(filename, type, new Attachment.Content(octets), contentId, disposition.equals("inline"));
    }
}
