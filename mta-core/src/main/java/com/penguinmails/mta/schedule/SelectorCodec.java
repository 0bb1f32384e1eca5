package com.penguinmails.mta.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.message.MailSelector;
import org.jspecify.annotations.Nullable;

/** Selectors in the facts of the journal: an object of the parts that are given, by their names in the API. Stateless. */
final class SelectorCodec {
    private SelectorCodec() {}

    static ObjectNode encode(MailSelector selector) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        selector.parts().forEach(node::put);
        return node;
    }

    static MailSelector decode(JsonNode node) {
        return MailSelector.of(name -> text(node, name));
    }

    /** A field's text, or null where it is not given. */
    static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        return value == null ? null : value.asText();
    }
}
