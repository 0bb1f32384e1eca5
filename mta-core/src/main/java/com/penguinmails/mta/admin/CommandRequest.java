package com.penguinmails.mta.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.CommandKind;
import com.penguinmails.mta.schedule.OperatorCommand;
import com.penguinmails.mta.shape.StandingOrder;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads a command out of a request's fields. What is wrong is refused with {@link InvalidRequestException}, which names every field
 * that is. Thread-safe.
 */
final class CommandRequest {
    private static final Set<String> FIELDS = Set.of("command", "selector", "all", "until", "pool", "class", "operator",
            "reason");

    private final Supplier<Names> names;

    /** What the configuration in force knows by name. */
    record Names(Set<String> providers, Set<String> sources) {}

    CommandRequest(Supplier<Names> names) {
        this.names = names;
    }

    /** @throws InvalidRequestException naming everything that is wrong */
    OperatorCommand command(RequestFields fields, CommandId id, String idempotencyKey, long nowMillis) {
        fields.allowOnly(FIELDS);
        Optional<CommandKind> kind = kind(fields);
        MailSelector selector = selector(fields, kind.map(word -> word != CommandKind.RESUME).orElse(true));
        var terms = new OperatorCommand.Terms(until(fields), fields.text("pool"), priority(fields));
        Optional<OperatorCommand.Author> author = fields.author();
        if (kind.isPresent() && author.isPresent() && fields.areRight()) {
            Optional<OperatorCommand> command = fields.make(() -> new OperatorCommand(id, kind.get(), selector,
                    nowMillis, terms, author.get(), idempotencyKey));
            if (command.isPresent()) {
                return command.get();
            }
        }
        throw fields.refusal();
    }

    /** Who does something, and why. */
    static OperatorCommand.Author author(RequestFields fields) {
        fields.allowOnly(Set.of("operator", "reason"));
        Optional<OperatorCommand.Author> author = fields.author();
        if (author.isEmpty() || !fields.areRight()) {
            throw fields.refusal();
        }
        return author.get();
    }

    private static Optional<CommandKind> kind(RequestFields fields) {
        String word = fields.required("command");
        Optional<CommandKind> kind = CommandKind.of(word);
        if (kind.isEmpty() && !word.isEmpty()) {
            fields.wrong("command", "is one of suspend, resume, flush, reroute, bounce, cancel and priority");
        }
        return kind;
    }

    private MailSelector selector(RequestFields fields, boolean onlyKnown) {
        JsonNode node = fields.node("selector");
        JsonNode flag = fields.node("all");
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
        RequestFields parts = fields.inner("selector");
        parts.allowOnly(MailSelector.NAMES);
        MailSelector selector = MailSelector.of(parts::text);
        selector.problems().forEach(parts::wrong);
        if (onlyKnown) {
            parts.known("provider", selector.provider(), names.get().providers());
            parts.known("source", selector.source(), names.get().sources());
        }
        return selector;
    }

    private static long until(RequestFields fields) {
        String text = fields.text("until");
        try {
            return text == null ? StandingOrder.UNTIL_TAKEN_BACK : Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            fields.wrong("until", "a time such as 2026-12-31T18:00:00Z is expected");
            return StandingOrder.UNTIL_TAKEN_BACK;
        }
    }

    private static @Nullable PriorityClass priority(RequestFields fields) {
        String word = fields.text("class");
        try {
            return word == null ? null : PriorityClass.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            fields.wrong("class", "is transactional or bulk");
            return null;
        }
    }
}
