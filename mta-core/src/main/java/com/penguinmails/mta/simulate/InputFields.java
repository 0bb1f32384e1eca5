package com.penguinmails.mta.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.config.Durations;
import com.penguinmails.mta.simulate.SimulationInputException.Problem;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the members of one JSON object, each with its limits, and notes every problem with its place. For one thread. */
final class InputFields {
    private final JsonNode object;
    private final String pointer;
    private final List<Problem> problems;

    /**
     * @param object the object; anything else is a problem, and then it has no members
     * @param pointer its place, empty for the whole input
     */
    InputFields(JsonNode object, String pointer, List<Problem> problems) {
        this.object = object;
        this.pointer = pointer;
        this.problems = problems;
        if (!object.isObject()) {
            problem("", "an object is expected");
        }
    }

    /** Every member with another name is a problem. */
    void allowOnly(String... names) {
        Set<String> known = new TreeSet<>(List.of(names));
        for (Iterator<String> given = object.fieldNames(); given.hasNext();) {
            String name = given.next();
            if (!known.contains(name)) {
                problem(name, "is not known; known are " + String.join(", ", known));
            }
        }
    }

    boolean has(String name) {
        return object.hasNonNull(name);
    }

    @Nullable
    JsonNode node(String name) {
        return has(name) ? object.get(name) : null;
    }

    long number(String name, long least, long most, long otherwise) {
        JsonNode node = node(name);
        if (node == null) {
            return otherwise;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < least
                || node.longValue() > most) {
            problem(name, "must be a whole number from " + least + " to " + most);
            return otherwise;
        }
        return node.longValue();
    }

    double percent(String name, double otherwise) {
        JsonNode node = node(name);
        if (node == null) {
            return otherwise;
        }
        if (!node.isNumber() || !(node.doubleValue() >= 0 && node.doubleValue() <= 100)) {
            problem(name, "must be a number from 0 to 100");
            return otherwise;
        }
        return node.doubleValue();
    }

    Duration duration(String name, Duration least, Duration most, Duration otherwise) {
        Duration read = text(name, Durations::parse, otherwise);
        if (read.compareTo(least) < 0 || read.compareTo(most) > 0) {
            problem(name, "must lie between " + Durations.text(least) + " and " + Durations.text(most));
            return otherwise;
        }
        return read;
    }

    /** @param parse throws {@link IllegalArgumentException} saying what is expected */
    <T> T text(String name, Function<String, T> parse, T otherwise) {
        JsonNode node = node(name);
        if (node == null) {
            return otherwise;
        }
        if (!node.isTextual()) {
            problem(name, "a text is expected");
            return otherwise;
        }
        try {
            return parse.apply(node.textValue());
        } catch (IllegalArgumentException e) {
            problem(name, String.valueOf(e.getMessage()));
            return otherwise;
        }
    }

    /** Reads a member that is an object itself. */
    InputFields object(String name, JsonNode node) {
        return new InputFields(node, place(name), problems);
    }

    void problem(String name, String detail) {
        problems.add(new Problem(place(name), detail));
    }

    private String place(String name) {
        return name.isEmpty() ? pointer : pointer + "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
