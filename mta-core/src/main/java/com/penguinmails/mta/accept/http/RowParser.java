package com.penguinmails.mta.accept.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.penguinmails.mta.http.FieldProblem;
import com.penguinmails.mta.message.Mailbox;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one row of a job, {@code {"to": address, "variables": {…}}}, without building a tree: the variables are checked and then
 * kept as the octets they came in. Thread-safe.
 */
final class RowParser {
    private static final int MAX_DEPTH = 20;
    private static final byte[] NO_VARIABLES = "{}".getBytes(StandardCharsets.US_ASCII);

    private final JsonFactory factory = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build()).build();

    /** A row as it came. */
    sealed interface Parsed {

        /** To be taken. */
        record Row(Mailbox to, Variables variables) implements Parsed {}

        /** Not to be taken, and why. */
        record Wrong(FieldProblem problem) implements Parsed {}
    }

    /** A JSON object in UTF-8. */
    static final class Variables {
        private final byte[] octets;

        Variables(byte[] octets) {
            this.octets = octets;
        }

        byte[] octets() {
            return octets;
        }
    }

    Parsed parse(byte[] line, int length) {
        try (JsonParser parser = factory.createParser(line, 0, length)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return wrong("", "type_invalid", "a JSON object is expected");
            }
            return row(parser, line);
        } catch (JsonProcessingException e) {
            return wrong("", "json_invalid", "not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            return wrong("", "json_invalid", "not valid UTF-8");
        }
    }

    private static Parsed row(JsonParser parser, byte[] line) throws IOException {
        String to = null;
        byte[] variables = null;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "to" -> {
                    if (to != null || value != JsonToken.VALUE_STRING) {
                        return wrong("/to", "type_invalid", "one string is expected");
                    }
                    to = parser.getText();
                }
                case "variables" -> {
                    if (variables != null || value != JsonToken.START_OBJECT) {
                        return wrong("/variables", "type_invalid", "one object is expected");
                    }
                    variables = octets(parser, line);
                }
                default -> {
                    return wrong('/' + name.replace("~", "~0").replace("/", "~1"), "unknown_field",
                            "a row has to and variables only");
                }
            }
        }
        if (parser.nextToken() != null) {
            return wrong("", "json_invalid", "one JSON object a line is expected");
        }
        return checked(to, variables == null ? NO_VARIABLES : variables);
    }

    private static byte[] octets(JsonParser parser, byte[] line) throws IOException {
        int start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        return Arrays.copyOfRange(line, start, (int) parser.currentLocation().getByteOffset());
    }

    private static Parsed checked(@Nullable String to, byte[] variables) {
        if (to == null) {
            return wrong("/to", "required", "this field must be given");
        }
        try {
            return new Parsed.Row(Mailbox.parse(to), new Variables(variables));
        } catch (IllegalArgumentException e) {
            return wrong("/to", "address_invalid", String.valueOf(e.getMessage()));
        }
    }

    private static Parsed wrong(String pointer, String code, String detail) {
        return new Parsed.Wrong(new FieldProblem(pointer, code, detail));
    }
}
