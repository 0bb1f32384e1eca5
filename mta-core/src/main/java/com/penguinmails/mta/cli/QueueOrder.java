package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.Console;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * A command to a running node about mail that is queued. It first shows how many recipients it would touch, and gives the command
 * when that is confirmed, by {@code --yes} or at a terminal.
 */
@Command(mixinStandardHelpOptions = true)
abstract class QueueOrder implements Callable<Integer> {
    private static final int USAGE = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private SelectorOptions selector = new SelectorOptions();

    @Mixin
    private AdminOptions admin = new AdminOptions();

    @Mixin
    private AuthorOptions author = new AuthorOptions();

    @Option(names = "--all", description = "All mail; instead of the options that pick some out.")
    private boolean all;

    @Option(names = "--dry-run", description = "Only show what it would touch.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--json", description = "Print the node's answer, one line of JSON.")
    private boolean json;

    private final String kind;

    QueueOrder(String kind) {
        this.kind = kind;
    }

    /** Adds what this kind of command has besides. */
    void addTo(Map<String, Object> request) {}

    final ParameterException wrong(String words) {
        return new ParameterException(spec.commandLine(), words);
    }

    @Override
    public Integer call() throws Exception {
        if (selector.given().isEmpty() != all) {
            throw wrong(all ? "--all goes without options that pick mail out" : "pick mail out, or say --all");
        }
        Map<String, Object> request = author.given();
        request.put("command", kind);
        if (all) {
            request.put("all", true);
        } else {
            request.put("selector", selector.given());
        }
        addTo(request);
        return Failures.run(spec, () -> {
            try (NodeApi node = admin.open()) {
                return order(node, request);
            }
        });
    }

    private int order(NodeApi node, Map<String, Object> request) throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        JsonNode preview = node.post("/v1/commands?dry_run=true", request);
        if (dryRun) {
            if (json) {
                out.println(preview);
            } else {
                CommandText.to(out).preview(preview);
            }
            return 0;
        }
        if (!yes) {
            CommandText.to(spec.commandLine().getErr()).preview(preview);
            if (!isConfirmed()) {
                return USAGE;
            }
        }
        JsonNode report = node.post("/v1/commands", request);
        if (json) {
            out.println(report);
        } else {
            CommandText.to(out).report(report);
        }
        return 0;
    }

    private boolean isConfirmed() {
        PrintWriter err = spec.commandLine().getErr();
        Optional<Console> console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (console.isEmpty()) {
            err.println(spec.qualifiedName() + ": there is no terminal to ask at; say --yes to do it");
            return false;
        }
        String answer = console.get().readLine("Do it? [y/N] ");
        boolean confirmed = answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
        if (!confirmed) {
            err.println("Nothing was done.");
        }
        return confirmed;
    }
}
