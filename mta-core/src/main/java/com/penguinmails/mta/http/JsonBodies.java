package com.penguinmails.mta.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** Reads JSON bodies strictly: one object, no name twice, bounded depth. Thread-safe. */
public final class JsonBodies {
    private static final int MAX_DEPTH = 30;

    private final ObjectMapper mapper;

    /** @param maxString characters of one string, such as a file in base 64 */
    public JsonBodies(int maxString) {
        var constraints = StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxStringLength(maxString).build();
        JsonFactory factory = JsonFactory.builder().streamReadConstraints(constraints)
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();
        mapper = JsonMapper.builder(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(JsonNodeFeature.WRITE_PROPERTIES_SORTED).build();
    }

    /** The object in the body; 400 if there is none. */
    public ObjectNode object(byte[] body) {
        try {
            JsonNode tree = mapper.readTree(body);
            if (tree instanceof ObjectNode object) {
                return object;
            }
            throw Problem.badRequest("json_invalid", "a JSON object is expected").closing().toException();
        } catch (JsonProcessingException e) {
            throw Problem.badRequest("json_invalid", "not valid JSON: " + e.getOriginalMessage() + place(e)).closing()
                    .toException();
        } catch (IOException e) {
            throw Problem.badRequest("json_invalid", "the body is not UTF-8").closing().toException();
        }
    }

    private static String place(JsonProcessingException e) {
        return e.getLocation() == null
                ? ""
                : " (line " + e.getLocation().getLineNr() + ", column " + e.getLocation().getColumnNr() + ')';
    }

    /** The same octets for the same content, whatever the order of its fields and the blanks between them. */
    public byte[] canonical(ObjectNode object) {
        try {
            return mapper.writeValueAsBytes(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is always written", e);
        }
    }

    public ObjectNode newObject() {
        return mapper.createObjectNode();
    }
}
