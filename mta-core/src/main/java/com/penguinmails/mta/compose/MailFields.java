package com.penguinmails.mta.compose;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.http.JsonFields;
import com.penguinmails.mta.message.Mailbox;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What mail adds to the fields of a JSON object: addresses and header fields. For one thread. */
public final class MailFields {
    private final JsonFields fields;

    /** @param fields of the object; they take what is wrong */
    public MailFields(JsonFields fields) {
        this.fields = fields;
    }

    /** {@code "Name <local@domain>"} or {@code {"name": …, "address": …}}; null, with a problem, if it is absent or wrong. */
    public @Nullable MailAddress requiredAddress(String name) {
        JsonNode node = fields.node(name);
        if (node == null) {
            fields.problem('/' + name, "required", "this field must be given");
            return null;
        }
        return addressOf('/' + name, node);
    }

    /** An address or an array of them. */
    public List<MailAddress> addresses(String name, int maxCount) {
        return fields.list(name, maxCount, this::addressOf);
    }

    /** An object of strings, or of arrays of strings for fields that come more than once. */
    public List<HeaderField> headers(String name) {
        var found = new ArrayList<HeaderField>();
        JsonNode node = fields.node(name);
        if (node == null) {
            return found;
        }
        if (!node.isObject()) {
            fields.problem('/' + name, "type_invalid", "an object of header fields is expected");
            return found;
        }
        JsonFields values = fields.within('/' + name, (ObjectNode) node);
        node.fieldNames().forEachRemaining(
                field -> values.texts(field, 100, 8_000).forEach(value -> found.add(new HeaderField(field, value))));
        return found;
    }

    private @Nullable MailAddress addressOf(String place, JsonNode node) {
        try {
            if (node instanceof ObjectNode parts) {
                return addressOf(place, parts);
            }
            String text = fields.textOf(place, node, 1_000);
            return text == null ? null : MailAddress.parse(text);
        } catch (IllegalArgumentException e) {
            fields.problem(place, "address_invalid", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private @Nullable MailAddress addressOf(String place, ObjectNode parts) {
        JsonFields inner = fields.within(place, parts);
        String name = inner.text("name", 500, "");
        Mailbox mailbox = inner.parsed("address", "address_invalid", Mailbox::parse);
        inner.refuseUnknown();
        if (!parts.has("address")) {
            inner.problem("/address", "required", "this field must be given");
        }
        return mailbox == null ? null : new MailAddress(name, mailbox);
    }
}
