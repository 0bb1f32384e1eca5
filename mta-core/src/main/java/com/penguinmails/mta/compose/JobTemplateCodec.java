package com.penguinmails.mta.compose;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.http.JsonFields;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A job's template as JSON: as clients send it and as it lies in the content log. Thread-safe. */
public final class JobTemplateCodec {
    private static final int MAX_TEXT = 1_000_000;
    private static final int MAX_SUBJECT = 2_000;
    private final ObjectMapper json = new ObjectMapper();

    /** Reads a template; what is wrong is put to the reader's problems, and null is the answer if anything is. */
    public @Nullable JobTemplate read(JsonFields fields) {
        int before = fields.problems().size();
        var mail = new MailFields(fields);
        MailAddress from = mail.requiredAddress("from");
        List<MailAddress> replyTo = mail.addresses("reply_to", 10);
        String toName = fields.text("to_name", MAX_SUBJECT, "");
        String subject = fields.text("subject", MAX_SUBJECT, "");
        String text = fields.optionalText("text", MAX_TEXT);
        String html = fields.optionalText("html", MAX_TEXT);
        List<HeaderField> headers = mail.headers("headers");
        List<String> unsubscribe = fields.texts("list_unsubscribe", 4, MAX_SUBJECT);
        boolean strict = fields.bool("strict", false);
        fields.refuseUnknown();
        if (text == null && html == null) {
            fields.problem("", "body_required", "give text, html or both");
        }
        return from == null || fields.problems().size() > before
                ? null
                : new JobTemplate(from, replyTo, toName, subject, text, html, headers, unsubscribe, strict);
    }

    /**
     * Reads a template back from the content log.
     *
     * @throws IOException if it is none
     */
    public JobTemplate decode(ByteBuffer octets) throws IOException {
        JsonNode tree = json.readTree(StandardCharsets.UTF_8.decode(octets.slice()).toString());
        var problems = new ArrayList<FieldProblem>();
        JobTemplate template = tree instanceof ObjectNode object ? read(new JsonFields(object, "", problems)) : null;
        if (template == null) {
            throw new IOException("not a job's template: " + problems);
        }
        return template;
    }

    /** The form that {@link #decode} reads. */
    public ByteBuffer encode(JobTemplate template) {
        ObjectNode object = json.createObjectNode();
        object.set("from", address(template.from()));
        ArrayNode replyTo = object.putArray("reply_to");
        template.replyTo().forEach(address -> replyTo.add(address(address)));
        object.put("to_name", template.toName()).put("subject", template.subject());
        if (template.text() != null) {
            object.put("text", template.text());
        }
        if (template.html() != null) {
            object.put("html", template.html());
        }
        ObjectNode headers = object.putObject("headers");
        template.headers().forEach(field -> headers.put(field.name(), field.value()));
        ArrayNode unsubscribe = object.putArray("list_unsubscribe");
        template.listUnsubscribe().forEach(unsubscribe::add);
        object.put("strict", template.strict());
        return octets(object);
    }

    private ObjectNode address(MailAddress address) {
        return json.createObjectNode().put("name", address.name()).put("address", address.mailbox().toString());
    }

    private ByteBuffer octets(ObjectNode object) {
        try {
            return ByteBuffer.wrap(json.writeValueAsBytes(object));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of plain values is always written", e);
        }
    }
}
