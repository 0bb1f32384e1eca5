package com.penguinmails.mta.admin;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.CommandKind;
import com.penguinmails.mta.schedule.CommandRefusedException;
import com.penguinmails.mta.schedule.OperatorCommand;
import com.penguinmails.mta.shape.StandingOrder;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command out of a request's body. What is wrong is refused with {@link CommandRefusedException}, which names the field.
 * Thread-safe.
 */
final class CommandRequest {
    private static final Set<String> FIELDS = Set.of("command", "selector", "all", "until", "pool", "class", "operator",
            "reason");
    private static final Set<String> PARTS = Set.of("tenant", "campaign", "sender_domain", "domain", "site", "provider",
            "source");
    private static final int MAX_DEPTH = 4;
    private static final int MAX_STRING = 1_000;

    private final ObjectMapper json = JsonMapper
            .builder(JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH)
                            .maxStringLength(MAX_STRING).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    OperatorCommand command(byte[] body, CommandId id, String idempotencyKey, long nowMillis) {
        JsonNode request = object(body, FIELDS);
        String word = requiredText(request, "command");
        CommandKind kind = CommandKind.of(word).orElseThrow(() -> new CommandRefusedException("command",
                "is one of suspend, resume, flush, reroute, bounce, cancel and priority"));
        MailSelector selector = selector(request);
        var terms = new OperatorCommand.Terms(until(text(request, "until")), text(request, "pool"),
                priority(text(request, "class")));
        return new OperatorCommand(id, kind, selector, nowMillis, terms, author(request), idempotencyKey);
    }

    /** Who does something, and why. */
    OperatorCommand.Author author(byte[] body) {
        return author(object(body, Set.of("operator", "reason")));
    }

    private static OperatorCommand.Author author(JsonNode request) {
        return new OperatorCommand.Author(requiredText(request, "operator"), requiredText(request, "reason"));
    }

    private JsonNode object(byte[] body, Set<String> fields) {
        try {
            JsonNode request = json.readTree(body);
            if (request == null || !request.isObject()) {
                throw new CommandRefusedException("", "a JSON object is expected");
            }
            refuseUnknown(request, fields, "");
            return request;
        } catch (JsonProcessingException e) {
            throw new CommandRefusedException("", "not valid JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new CommandRefusedException("", "the body is not UTF-8");
        }
    }

    private static MailSelector selector(JsonNode request) {
        JsonNode parts = request.path("selector");
        boolean all = request.path("all").asBoolean(false);
        if (!parts.isMissingNode() && !parts.isObject()) {
            throw new CommandRefusedException("selector", "an object is expected");
        }
        refuseUnknown(parts, PARTS, "selector/");
        if (parts.isEmpty() != all) {
            throw new CommandRefusedException(all ? "all" : "selector", all
                    ? "goes without a selector; leave one of them out"
                    : "is empty; give at least one part, or \"all\": true for all mail");
        }
        return new MailSelector(text(parts, "tenant"), text(parts, "campaign"), text(parts, "sender_domain"),
                text(parts, "domain"), text(parts, "site"), text(parts, "provider"), text(parts, "source"));
    }

    private static void refuseUnknown(JsonNode node, Set<String> known, String prefix) {
        for (var names = node.fieldNames(); names.hasNext();) {
            String name = names.next();
            if (!known.contains(name)) {
                throw new CommandRefusedException(prefix + name,
                        "is not known here; known are " + String.join(", ", known.stream().sorted().toList()));
            }
        }
    }

    private static String requiredText(JsonNode node, String name) {
        String text = text(node, name);
        if (text == null) {
            throw new CommandRefusedException(name, "is missing");
        }
        return text;
    }

    private static @Nullable String text(JsonNode node, String name) {
        JsonNode value = node.get(name);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual() || value.asText().isBlank()) {
            throw new CommandRefusedException(name, "a text is expected");
        }
        return value.asText();
    }

    private static long until(@Nullable String text) {
        try {
            return text == null ? StandingOrder.UNTIL_TAKEN_BACK : Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw new CommandRefusedException("until", "a time such as 2026-12-31T18:00:00Z is expected");
        }
    }

    private static @Nullable PriorityClass priority(@Nullable String word) {
        try {
            return word == null ? null : PriorityClass.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new CommandRefusedException("class", "is transactional or bulk");
        }
    }
}
