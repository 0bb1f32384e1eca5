package com.penguinmails.mta.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a JSON object strictly and goes on after a mistake, so that one answer names them all. A field that is
 * absent or null takes its default. For one thread.
 */
public final class JsonFields {
    private final ObjectNode object;
    private final String pointer;
    private final List<FieldProblem> problems;
    private final Set<String> known = new HashSet<>();

    /**
     * @param pointer where the object stands in the document (RFC 6901); empty for the document itself
     * @param problems takes what is wrong
     */
    public JsonFields(ObjectNode object, String pointer, List<FieldProblem> problems) {
        this.object = object;
        this.pointer = pointer;
        this.problems = problems;
    }

    public List<FieldProblem> problems() {
        return problems;
    }

    /** The fields of an object below this one, whose problems go to the same list. */
    public JsonFields within(String place, ObjectNode below) {
        return new JsonFields(below, pointer + place, problems);
    }

    /** Notes a problem at a place below this object; {@code place} is empty or begins with a slash. */
    public void problem(String place, String code, String detail) {
        problems.add(new FieldProblem(pointer + place, code, detail));
    }

    /** The field as it stands, or null if it is absent or null. */
    public @Nullable JsonNode node(String name) {
        known.add(name);
        JsonNode node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }

    public @Nullable String optionalText(String name, int maxLength) {
        JsonNode node = node(name);
        return node == null ? null : textOf('/' + name, node, maxLength);
    }

    /** A text that must be given and is not blank; empty, with a problem, if it is not. */
    public String requiredText(String name, int maxLength) {
        int before = problems.size();
        String text = optionalText(name, maxLength);
        if (problems.size() == before && (text == null || text.isBlank())) {
            problem('/' + name, "required", "this field must be given");
        }
        return text == null ? "" : text;
    }

    /** A whole number within bounds, or null if it is absent or wrong. */
    public @Nullable Long whole(String name, long least, long most) {
        JsonNode node = node(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber()) {
            problem('/' + name, "type_invalid", "a whole number is expected");
            return null;
        }
        if (!node.canConvertToLong() || node.longValue() < least || node.longValue() > most) {
            problem('/' + name, "out_of_bounds", "a number from " + least + " to " + most + " is expected");
            return null;
        }
        return node.longValue();
    }

    /** One of some words, or null if it is absent or wrong. */
    public @Nullable String word(String name, List<String> words) {
        String text = optionalText(name, 100);
        if (text != null && !words.contains(text)) {
            problem('/' + name, "word_unknown", "one of these is expected: " + String.join(", ", words));
            return null;
        }
        return text;
    }

    /** Whether the field is there, be it as null. */
    public boolean has(String name) {
        return object.has(name);
    }

    public String text(String name, int maxLength, String otherwise) {
        String text = optionalText(name, maxLength);
        return text == null ? otherwise : text;
    }

    public boolean bool(String name, boolean otherwise) {
        JsonNode node = node(name);
        if (node != null && !node.isBoolean()) {
            problem('/' + name, "type_invalid", "true or false is expected");
        }
        return node == null ? otherwise : node.booleanValue();
    }

    /** A string, or an array of strings. */
    public List<String> texts(String name, int maxCount, int maxLength) {
        return list(name, maxCount, (place, node) -> textOf(place, node, maxLength));
    }

    /** A time by RFC 3339 in milliseconds since 1970, or 0 if it is absent or wrong. */
    public long millis(String name) {
        String text = optionalText(name, 64);
        if (text == null) {
            return 0;
        }
        try {
            return Instant.parse(text).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            problem('/' + name, "time_invalid", "a time such as 2026-11-23T08:00:00Z is expected (RFC 3339)");
            return 0;
        }
    }

    /** A value made from a text, or null if the text is absent or refused by an {@link IllegalArgumentException}. */
    public <T> @Nullable T parsed(String name, String code, Function<String, T> parser) {
        String text = optionalText(name, 1_000);
        try {
            return text == null ? null : parser.apply(text);
        } catch (IllegalArgumentException e) {
            problem('/' + name, code, String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** A problem for every field that was not asked for until now. */
    public void refuseUnknown() {
        object.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                problem('/' + escaped(name), "unknown_field", "there is no such field; remove it or mend its name");
            }
        });
    }

    /** Ends the reading of a request's body: throws 422 with every problem, fields that were not asked for among them. */
    public void finish() {
        refuseUnknown();
        if (!problems.isEmpty()) {
            throw Problem.invalid(problems).toException();
        }
    }

    /** An array, or one value instead of an array of one; what the reader refuses is left out. */
    public <T> List<T> list(String name, int maxCount, Reader<T> reader) {
        JsonNode node = node(name);
        var values = new ArrayList<T>();
        if (node == null) {
            return values;
        }
        String place = '/' + escaped(name);
        if (!node.isArray()) {
            addUnlessNull(values, reader.read(place, node));
            return values;
        }
        if (node.size() > maxCount) {
            problem(place, "too_many", "at most " + maxCount + " entries");
            return values;
        }
        for (int i = 0; i < node.size(); i++) {
            addUnlessNull(values, reader.read(place + '/' + i, node.get(i)));
        }
        return values;
    }

    private static <T> void addUnlessNull(List<T> values, @Nullable T value) {
        if (value != null) {
            values.add(value);
        }
    }

    /** The text of a value, or null, with a problem, if it is none or too long. */
    public @Nullable String textOf(String place, JsonNode node, int maxLength) {
        if (!node.isTextual()) {
            problem(place, "type_invalid", "a string is expected");
            return null;
        }
        if (node.textValue().length() > maxLength) {
            problem(place, "too_long", "at most " + maxLength + " characters");
            return null;
        }
        return node.textValue();
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    /** Makes something of one value; null, with a problem noted, if it cannot. */
    @FunctionalInterface
    public interface Reader<T> {
        @Nullable
        T read(String place, JsonNode node);
    }
}
