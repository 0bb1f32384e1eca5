package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin warmup …}: how a running node brings new egress sources into use. */
@Command(name = "warmup", mixinStandardHelpOptions = true, description = "Shows and corrects how a running node brings new egress sources into use.", synopsisSubcommandLabel = "COMMAND", subcommands = {
        WarmUpCommand.Listed.class, WarmUpCommand.Complaint.class, WarmUpCommand.Step.class})
final class WarmUpCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** Speaks to a node, and shows the warm-ups of its answer. */
    @Command(mixinStandardHelpOptions = true)
    abstract static class Call implements Callable<Integer> {
        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Mixin
        private AdminOptions admin = new AdminOptions();

        @Option(names = "--json", description = "Print the node's answer, one line of JSON.")
        private boolean json;

        /** The node's answer: one warm-up, or several under {@code data}. */
        abstract JsonNode ask(NodeApi node) throws Exception;

        @Override
        public Integer call() throws Exception {
            return Failures.run(spec, () -> {
                try (NodeApi node = admin.open()) {
                    JsonNode answer = ask(node);
                    if (json) {
                        spec.commandLine().getOut().println(answer);
                    } else {
                        CommandText text = CommandText.to(spec.commandLine().getOut());
                        text.table(rows(text.times(), answer.has("data") ? answer.path("data") : List.of(answer)));
                    }
                    return 0;
                }
            });
        }

        private static List<List<String>> rows(TimeText times, Iterable<JsonNode> warmUps) {
            List<List<String>> rows = new ArrayList<>();
            rows.add(List.of("source", "provider", "plan", "step", "cap", "sent", "deferred", "blocked", "complained",
                    "state", "since", "next change", "reason"));
            for (JsonNode row : warmUps) {
                boolean warm = row.path("state").asText().equals("warm");
                rows.add(List.of(row.path("source").asText(), row.path("provider").asText(), row.path("plan").asText(),
                        (warm ? "all" : row.path("step").asText()) + " of " + row.path("steps").asText(),
                        warm ? "none" : row.path("cap").asText(), warm ? "" : row.path("sent").asText(),
                        percent(row, "deferral"), percent(row, "block"), percent(row, "complaint"),
                        row.path("state").asText(), times.of(row.path("since")),
                        times.of(row.path("next_change")),
                        row.path("reason").asText()));
            }
            return rows;
        }

        private static String percent(JsonNode row, String rate) {
            return row.path("attempts").asLong() == 0
                    ? "-"
                    : String.format(Locale.ROOT, "%.2f%%", row.path(rate + "_percent").asDouble());
        }
    }

    @Command(name = "list", description = "Lists every source that is warmed up at each provider: step, cap, what was sent, rates and state.")
    static final class Listed extends Call {
        @Option(names = "--source", paramLabel = "NAME", description = "Only this egress source.")
        private @Nullable String source;

        @Option(names = "--provider", paramLabel = "NAME", description = "Only this provider; other: all sites of none.")
        private @Nullable String provider;

        @Override
        JsonNode ask(NodeApi node) throws Exception {
            Map<String, String> query = new LinkedHashMap<>();
            if (source != null) {
                query.put("source", source);
            }
            if (provider != null) {
                query.put("provider", provider);
            }
            return node.get("/v1/warmups", query);
        }
    }

    @Command(name = "complaint", description = "Counts complaints that recipients have made about mail of a source, as feedback loops report them.")
    static final class Complaint extends Call {
        @Option(names = "--source", paramLabel = "NAME", required = true, description = "The egress source that had sent the mail.")
        private String source = "";

        @ArgGroup(multiplicity = "1")
        private Place place = new Place();

        @Option(names = "--count", paramLabel = "N", defaultValue = "1", description = "How many. Default: ${DEFAULT-VALUE}.")
        private int count;

        /** Where the mail went. */
        private static final class Place {
            @Option(names = "--provider", paramLabel = "NAME", description = "The provider; other: a site of none.")
            private @Nullable String provider;

            @Option(names = "--domain", paramLabel = "DOMAIN", description = "The recipient's domain, of which the provider is looked up.")
            private @Nullable String domain;
        }

        @Override
        JsonNode ask(NodeApi node) throws Exception {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("source", source);
            if (place.provider != null) {
                request.put("provider", place.provider);
            }
            if (place.domain != null) {
                request.put("domain", place.domain);
            }
            request.put("count", count);
            return node.post("/v1/warmups/complaints", request);
        }
    }

    @Command(name = "set", description = "Sets a warm-up to a step at once, with who and why in the journal; what was sent in the step in progress stays sent.")
    static final class Step extends Call {
        @Mixin
        private AuthorOptions author = new AuthorOptions();

        @Option(names = "--source", paramLabel = "NAME", required = true, description = "The egress source.")
        private String source = "";

        @Option(names = "--provider", paramLabel = "NAME", required = true, description = "The provider; other: all sites of none.")
        private String provider = "";

        @Option(names = "--step", paramLabel = "N", required = true, description = "From 1; one more than the plan has makes the source warm.")
        private int step;

        @Override
        JsonNode ask(NodeApi node) throws Exception {
            Map<String, Object> request = author.given();
            request.put("source", source);
            request.put("provider", provider);
            request.put("step", step);
            return node.post("/v1/warmups", request);
        }
    }
}
