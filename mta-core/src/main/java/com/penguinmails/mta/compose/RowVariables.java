package com.penguinmails.mta.compose;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The variables of a row as plain values: maps, lists, strings, numbers, truth values and nulls, so that a template meets no
 * object with methods. Thread-safe.
 */
final class RowVariables {
    private static final int MAX_OCTETS = 256 * 1024;
    private static final int MAX_NESTING = 64;

    private final ObjectReader reader = new ObjectMapper(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING).build()).build())
            .readerFor(new TypeReference<HashMap<String, @Nullable Object>>() {
            });

    /**
     * Reads a row's variables and adds those that each row has: {@code recipient}, its address.
     *
     * @throws UnrenderableException if they are no JSON object within the limits
     */
    Map<String, @Nullable Object> read(ByteBuffer json, String recipient) throws UnrenderableException {
        if (json.remaining() > MAX_OCTETS) {
            throw new UnrenderableException("the row's variables have more than " + MAX_OCTETS + " octets");
        }
        var octets = new byte[json.remaining()];
        json.duplicate().get(octets);
        Map<String, @Nullable Object> variables;
        try {
            variables = reader.readValue(octets);
        } catch (IOException _) {
            // The cause is left out: its words quote what was read.
            throw new UnrenderableException("the row's variables are no JSON object at most " + MAX_NESTING + " deep");
        }
        // Names that the template engine has of itself; they are no variables of a mail.
        variables.putIfAbsent("template", null);
        variables.putIfAbsent("locale", null);
        variables.put("recipient", recipient);
        return variables;
    }
}
