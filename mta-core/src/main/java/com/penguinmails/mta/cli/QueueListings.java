package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The lists of {@code penguin queue}, and the end of a command. */
final class QueueListings {
    private QueueListings() {}

    /** Asks a node for rows and shows them. */
    @Command(mixinStandardHelpOptions = true)
    abstract static class Listing implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Option(names = "--limit", defaultValue = "100", description = "At most so many rows, 1 to 10000. Default: ${DEFAULT-VALUE}.")
        private int limit;

        @Option(names = "--json", description = "Print the node's answer, one line of JSON.")
        private boolean json;

        private final String path;

        Listing(String path) {
            this.path = path;
        }

        abstract void show(CommandText text, JsonNode rows);

        @Override
        public Integer call() throws Exception {
            return Failures.run(spec, () -> {
                try (NodeApi node = admin.open()) {
                    JsonNode answer = node.get(path, Map.of("limit", String.valueOf(limit)));
                    if (json) {
                        spec.commandLine().getOut().println(answer);
                    } else {
                        show(CommandText.to(spec.commandLine().getOut()), answer.path("data"));
                    }
                    return 0;
                }
            });
        }
    }

    @Command(name = "commands", description = "Lists what operators have ordered, the latest first.")
    static final class Commands extends Listing {
        Commands() {
            super("/v1/commands");
        }

        @Override
        void show(CommandText text, JsonNode rows) {
            text.reports(rows);
        }
    }

    @Command(name = "list", description = "Lists the queues with the most recipients: what each waits for, and until when. Times are UTC.")
    static final class Queues extends Listing {
        Queues() {
            super("/v1/queues");
        }

        @Override
        void show(CommandText text, JsonNode rows) {
            List<List<String>> table = new ArrayList<>();
            table.add(
                    List.of("tenant", "campaign", "domain", "queued", "sending", "oldest", "state", "next", "reason"));
            for (JsonNode row : rows) {
                table.add(List.of(row.path("tenant").asText(), row.path("campaign").asText(),
                        row.path("domain").asText(), row.path("queued").asText(), row.path("in_flight").asText(),
                        text.times().ofMillis(row.path("oldest_millis").asLong()), row.path("state").asText(),
                        text.times().ofMillis(row.path("next_due_millis").asLong()), row.path("reason").asText()));
            }
            text.table(table);
        }
    }

    @Command(name = "paths", description = "Lists the paths in use, those with the most mail due first: connections, and what closes them. Times are UTC.")
    static final class Paths extends Listing {
        Paths() {
            super("/v1/paths");
        }

        @Override
        void show(CommandText text, JsonNode rows) {
            List<List<String>> table = new ArrayList<>();
            table.add(List.of("source", "site", "due", "connections", "at most", "sending", "opens", "reason"));
            for (JsonNode row : rows) {
                table.add(List.of(row.path("source").asText(), row.path("site").asText(), row.path("ready").asText(),
                        row.path("connections").asText(), row.path("connection_limit").asText(),
                        row.path("in_flight").asText(),
                        text.times().ofMillis(row.path("release_millis").asLong()),
                        row.path("reason").asText()));
            }
            text.table(table);
        }
    }

    /** Ends a command. */
    @Command(name = "end", mixinStandardHelpOptions = true, description = "Ends a command that is in force, or stops one that is being carried out.")
    static final class End implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Mixin
        private AuthorOptions author = new AuthorOptions();

        @Parameters(paramLabel = "COMMAND", description = "The command's id (cmd_…).")
        private String id = "";

        @Option(names = "--json", description = "Print the node's answer, one line of JSON.")
        private boolean json;

        @Override
        public Integer call() throws Exception {
            return Failures.run(spec, () -> {
                try (NodeApi node = admin.open()) {
                    JsonNode report = node.delete("/v1/commands/" + id, author.given());
                    if (json) {
                        spec.commandLine().getOut().println(report);
                    } else {
                        CommandText.to(spec.commandLine().getOut()).report(report);
                    }
                    return 0;
                }
            });
        }
    }
}
