package com.penguinmails.mta.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.CommandReport.State;
import com.penguinmails.mta.shape.StandingOrder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Commands as facts in the journal. Stateless. */
final class CommandCodec {
    static final String PREFIX = "command/";
    private static final ObjectMapper JSON = new ObjectMapper();

    private CommandCodec() {}

    /**
     * A command and what must be known of it after a restart.
     *
     * @param before only acceptances with a lower number are touched
     */
    record Kept(CommandReport report, long before) {}

    static String key(CommandId id) {
        return PREFIX + id;
    }

    static byte[] encode(Kept kept) {
        CommandReport report = kept.report();
        OperatorCommand command = report.command();
        ObjectNode node = JSON.createObjectNode();
        node.put("kind", command.kind().word());
        node.set("selector", SelectorCodec.encode(command.selector()));
        node.put("issued", command.issuedMillis());
        node.put("operator", command.author().operator());
        node.put("reason", command.author().reason());
        node.put("key", command.idempotencyKey());
        putTerms(node, command.terms());
        node.put("state", report.state().name());
        node.put("matched", report.matched());
        node.put("touched", report.touched());
        node.put("ended", report.endedMillis());
        node.put("before", kept.before());
        try {
            return JSON.writeValueAsBytes(node);
        } catch (IOException e) {
            throw new UncheckedIOException("a tree of JSON has a text", e);
        }
    }

    private static void putTerms(ObjectNode node, OperatorCommand.Terms terms) {
        if (terms.untilMillis() != StandingOrder.UNTIL_TAKEN_BACK) {
            node.put("until", terms.untilMillis());
        }
        if (terms.pool() != null) {
            node.put("pool", terms.pool());
        }
        if (terms.priority() != null) {
            node.put("priority", terms.priority().name());
        }
    }

    /** @throws IllegalArgumentException if it is no command of this version */
    static Kept decode(String key, byte[] value) {
        try {
            JsonNode node = JSON.readTree(value);
            CommandKind kind = CommandKind.of(node.path("kind").asText())
                    .orElseThrow(() -> new IllegalArgumentException("the fact " + key + " is of no known kind"));
            String priority = SelectorCodec.text(node, "priority");
            var terms = new OperatorCommand.Terms(node.path("until").asLong(StandingOrder.UNTIL_TAKEN_BACK),
                    SelectorCodec.text(node, "pool"), priority == null ? null : PriorityClass.valueOf(priority));
            var command = new OperatorCommand(CommandId.parse(key.substring(PREFIX.length())), kind,
                    SelectorCodec.decode(node.path("selector")), node.path("issued").asLong(), terms,
                    new OperatorCommand.Author(node.path("operator").asText(), node.path("reason").asText()),
                    node.path("key").asText());
            var report = new CommandReport(command, State.valueOf(node.path("state").asText()),
                    node.path("matched").asLong(), node.path("touched").asLong(), node.path("ended").asLong());
            return new Kept(report, node.path("before").asLong());
        } catch (IOException e) {
            throw new IllegalArgumentException("the fact " + key + " is no JSON", e);
        }
    }
}
