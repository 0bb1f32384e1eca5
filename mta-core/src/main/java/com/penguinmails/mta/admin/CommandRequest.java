package com.penguinmails.mta.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.penguinmails.mta.admin.InvalidRequestException.Problem;
import com.penguinmails.mta.config.ConfigNames;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.CommandKind;
import com.penguinmails.mta.schedule.CommandRefusedException;
import com.penguinmails.mta.schedule.OperatorCommand;
import com.penguinmails.mta.shape.StandingOrder;
import io.helidon.http.Status;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command out of a request's body. What is wrong is refused with {@link InvalidRequestException}, which names every field that is.
 * Thread-safe.
 */
final class CommandRequest {
    private static final Set<String> FIELDS = Set.of("command", "selector", "all", "until", "pool", "class", "operator",
            "reason");
    private static final Set<String> PARTS = Set.of("tenant", "campaign", "sender_domain", "domain", "site", "provider",
            "source");
    private static final int MAX_DEPTH = 4;
    private static final int MAX_STRING = 1_000;

    private final Supplier<Names> names;
    private final ObjectMapper json = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    /** What the configuration in force knows by name. */
    record Names(Set<String> providers, Set<String> sources) {}

    /** The fields of one request, and what is wrong with them so far. */
    private static final class Fields {
        private final JsonNode node;
        private final String prefix;
        private final List<Problem> problems;

        Fields(JsonNode node, String prefix, List<Problem> problems) {
            this.node = node;
            this.prefix = prefix;
            this.problems = problems;
        }

        void wrong(String name, String detail) {
            problems.add(new Problem(prefix + "/" + name.replace("~", "~0").replace("/", "~1"), detail));
        }

        void allowOnly(Set<String> known) {
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
                wrong(name, "there is no " + name + " \"" + value + "\" in the configuration in force; "
                        + ConfigNames.nearest(value, known).map(near -> "did you mean \"" + near + "\"?")
                                .orElse("there are " + String.join(", ", known.stream().sorted().toList())));
            }
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
    }

    CommandRequest(Supplier<Names> names) {
        this.names = names;
    }

    /** @throws InvalidRequestException naming everything that is wrong */
    OperatorCommand command(byte[] body, CommandId id, String idempotencyKey, long nowMillis) {
        Fields fields = fields(body);
        fields.allowOnly(FIELDS);
        Optional<CommandKind> kind = kind(fields);
        MailSelector selector = selector(fields, kind.map(word -> word != CommandKind.RESUME).orElse(true));
        var terms = new OperatorCommand.Terms(until(fields), fields.text("pool"), priority(fields));
        Optional<OperatorCommand.Author> author = author(fields);
        if (kind.isPresent() && author.isPresent() && fields.problems.isEmpty()) {
            Optional<OperatorCommand> command = fields.make(() -> new OperatorCommand(id, kind.get(), selector,
                    nowMillis, terms, author.get(), idempotencyKey));
            if (command.isPresent()) {
                return command.get();
            }
        }
        throw fields.refusal();
    }

    /** Who does something, and why. */
    OperatorCommand.Author author(byte[] body) {
        Fields fields = fields(body);
        fields.allowOnly(Set.of("operator", "reason"));
        Optional<OperatorCommand.Author> author = author(fields);
        if (author.isEmpty() || !fields.problems.isEmpty()) {
            throw fields.refusal();
        }
        return author.get();
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

    private static Optional<CommandKind> kind(Fields fields) {
        String word = fields.required("command");
        Optional<CommandKind> kind = CommandKind.of(word);
        if (kind.isEmpty() && !word.isEmpty()) {
            fields.wrong("command", "is one of suspend, resume, flush, reroute, bounce, cancel and priority");
        }
        return kind;
    }

    private static Optional<OperatorCommand.Author> author(Fields fields) {
        String operator = fields.required("operator");
        String reason = fields.required("reason");
        return operator.isEmpty() || reason.isEmpty()
                ? Optional.empty()
                : fields.make(() -> new OperatorCommand.Author(operator, reason));
    }

    private Fields fields(byte[] body) {
        try {
            JsonNode request = json.readTree(body);
            if (request == null || !request.isObject()) {
                throw invalid(List.of(new Problem("", "a JSON object is expected")));
            }
            return new Fields(request, "", new ArrayList<>());
        } catch (JsonProcessingException e) {
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "json_invalid",
                    "not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new InvalidRequestException(Status.BAD_REQUEST_400, "json_invalid", "the body is not UTF-8");
        }
    }

    private MailSelector selector(Fields fields, boolean onlyKnown) {
        JsonNode node = fields.node.path("selector");
        JsonNode flag = fields.node.path("all");
        boolean all = flag.asBoolean(false);
        if (!flag.isMissingNode() && !flag.isBoolean()) {
            fields.wrong("all", "true or false is expected");
        }
        if (!node.isMissingNode() && !node.isObject()) {
            fields.wrong("selector", "an object is expected");
        } else if (node.isEmpty() != all) {
            fields.wrong(all ? "all" : "selector", all
                    ? "goes without a selector; leave one of them out"
                    : "is empty; give at least one part, or \"all\": true for all mail");
        }
        Fields parts = new Fields(node, "/selector", fields.problems);
        parts.allowOnly(PARTS);
        MailSelector selector = new MailSelector(parts.text("tenant"), parts.text("campaign"),
                parts.text("sender_domain"), parts.text("domain"), parts.text("site"), parts.text("provider"),
                parts.text("source"));
        if (onlyKnown) {
            parts.known("provider", selector.provider(), names.get().providers());
            parts.known("source", selector.source(), names.get().sources());
        }
        return selector;
    }

    private static long until(Fields fields) {
        String text = fields.text("until");
        try {
            return text == null ? StandingOrder.UNTIL_TAKEN_BACK : Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            fields.wrong("until", "a time such as 2026-12-31T18:00:00Z is expected");
            return StandingOrder.UNTIL_TAKEN_BACK;
        }
    }

    private static @Nullable PriorityClass priority(Fields fields) {
        String word = fields.text("class");
        try {
            return word == null ? null : PriorityClass.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            fields.wrong("class", "is transactional or bulk");
            return null;
        }
    }
}
