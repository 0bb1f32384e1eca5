package com.penguinmails.mta.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.penguinmails.mta.admin.InvalidRequestException.Problem;
import com.penguinmails.mta.config.ConfigNames;
import com.penguinmails.mta.schedule.CommandRefusedException;
import com.penguinmails.mta.schedule.OperatorCommand;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The fields of a request's body, and what is wrong with them so far; every field that is is told at once. For one thread. */
final class RequestFields {
    private static final int MAX_DEPTH = 4;
    private static final int MAX_STRING = 1_000;
    private static final ObjectMapper JSON = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private final JsonNode node;
    private final String prefix;
    private final List<Problem> problems;

    RequestFields(JsonNode node, String prefix, List<Problem> problems) {
        this.node = node;
        this.prefix = prefix;
        this.problems = problems;
    }

    /** @throws InvalidRequestException if the body is no JSON object */
    static RequestFields parse(byte[] body) {
        JsonNode request = AdminRequest.tree(JSON, body);
        if (!request.isObject()) {
            throw invalid(List.of(new Problem("", "a JSON object is expected")));
        }
        return new RequestFields(request, "", new ArrayList<>());
    }

    void wrong(String name, String detail) {
        problems.add(new Problem(prefix + "/" + name.replace("~", "~0").replace("/", "~1"), detail));
    }

    void allowOnly(Collection<String> known) {
        for (var given = node.fieldNames(); given.hasNext();) {
            String name = given.next();
            if (!known.contains(name)) {
                wrong(name, ConfigNames.nearest(name, known).map(near -> "there is no such field; did you mean "
                        + near + "?")
                        .orElse("there is no such field; known are "
                                + String.join(", ", known.stream().sorted().toList())));
            }
        }
    }

    @Nullable
    String text(String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            wrong(name, "a text is expected");
            return null;
        }
        return value.asText();
    }

    String required(String name) {
        int before = problems.size();
        String text = text(name);
        if (text == null && problems.size() == before) {
            wrong(name, "is missing");
        }
        return text == null ? "" : text;
    }

    void known(String name, @Nullable String value, Set<String> known) {
        if (value != null && !known.contains(value)) {
            wrong(name, unknown(name, value, known));
        }
    }

    /** That a name is none of those known, and which one may have been meant. */
    static String unknown(String name, String value, Set<String> known) {
        return "there is no " + name + " \"" + value + "\" in the configuration in force; "
                + ConfigNames.nearest(value, known).map(near -> "did you mean \"" + near + "\"?")
                        .orElse("there are " + String.join(", ", known.stream().sorted().toList()));
    }

    /** What is made of the fields; empty where that is refused. */
    <T> Optional<T> make(Supplier<T> made) {
        try {
            return Optional.of(made.get());
        } catch (CommandRefusedException e) {
            problems.add(new Problem("/" + e.field(), String.valueOf(e.getMessage())));
            return Optional.empty();
        }
    }

    InvalidRequestException refusal() {
        return invalid(problems);
    }

    /** Whether nothing is wrong so far. */
    boolean areRight() {
        return problems.isEmpty();
    }

    JsonNode node(String name) {
        return node.path(name);
    }

    /** The fields of the object that one field holds. */
    RequestFields inner(String name) {
        return new RequestFields(node.path(name), prefix + "/" + name, problems);
    }

    /** A whole number; {@code otherwise} where it is not given, and refused where that is null. */
    int number(String name, @Nullable Integer otherwise) {
        JsonNode value = node.path(name);
        if (value.isMissingNode() && otherwise != null) {
            return otherwise;
        }
        if (!value.isInt()) {
            wrong(name, value.isMissingNode() ? "is missing" : "a whole number is expected");
        }
        return value.intValue();
    }

    /** Who does something, and why; empty where that is refused. */
    Optional<OperatorCommand.Author> author() {
        String operator = required("operator");
        String reason = required("reason");
        return operator.isEmpty() || reason.isEmpty()
                ? Optional.empty()
                : make(() -> new OperatorCommand.Author(operator, reason));
    }

    /** What is refused because of some fields. */
    static InvalidRequestException invalid(List<Problem> problems) {
        if (problems.getFirst().pointer().equals("/idempotency_key")) {
            return new InvalidRequestException(AdminServer.UNPROCESSABLE, "idempotency_key_reused",
                    "Idempotency-Key " + problems.getFirst().detail());
        }
        String first = problems.getFirst().pointer().replaceFirst("^/", "") + " " + problems.getFirst().detail();
        return new InvalidRequestException(AdminServer.UNPROCESSABLE, "command_invalid",
                problems.size() == 1 ? first.strip() : problems.size() + " fields are wrong; the first: " + first,
                problems);
    }
}
