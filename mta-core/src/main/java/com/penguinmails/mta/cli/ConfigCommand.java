package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigProblem;
import com.penguinmails.mta.node.NodeFiles;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code penguin config check FILE…}: every problem of every file, each with its line; {@code reload}: puts them into force. */
@Command(name = "config", mixinStandardHelpOptions = true, description = "Looks at configuration files, and puts them into force.")
final class ConfigCommand {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Command(name = "check", mixinStandardHelpOptions = true, description = "Checks files and names every problem; a file called shaping*.toml holds limits, control*.toml a control plane, any other a node. One of each is held against the other too.")
    int check(@Parameters(arity = "1..*", paramLabel = "FILE", description = "What to check.") List<Path> files,
            @Option(names = "--json", description = "Print one JSON object a problem.") boolean json) {
        PrintWriter out = spec.commandLine().getOut();
        var problems = new ArrayList<ConfigProblem>();
        var own = new ArrayList<Path>();
        files.forEach(file -> Modules.problemsOf(file).ifPresentOrElse(problems::addAll, () -> own.add(file)));
        List<Path> shaping = own.stream().filter(ConfigCommand::isShaping).toList();
        List<Path> nodes = own.stream().filter(file -> !isShaping(file)).toList();
        if (shaping.size() == 1 && nodes.size() == 1) {
            problems.addAll(problemsOf(nodes.getFirst(), shaping.getFirst()));
        } else {
            nodes.forEach(file -> problems.addAll(problemsOf(file, null)));
            shaping.forEach(file -> problems.addAll(problemsOf(null, file)));
        }
        if (json) {
            out.println(Json.text(Map.of("problems", problems.stream().map(ConfigCommand::describe).toList())));
        } else if (problems.isEmpty()) {
            out.println(files.size() == 1 ? "The file is right." : "All " + files.size() + " files are right.");
        } else {
            problems.forEach(out::println);
        }
        return problems.isEmpty() ? 0 : 1;
    }

    @Command(name = "reload", mixinStandardHelpOptions = true, description = "Has a running node read its files again. A file with a problem changes nothing, and every problem is told.")
    int reload(@Mixin AdminOptions admin,
            @Option(names = "--json", description = "Print the node's answer, one line of JSON.") boolean json)
            throws Exception {
        return Failures.run(spec, () -> {
            try (NodeApi node = admin.open()) {
                JsonNode answer = node.post("/v1/config/reload", Map.of());
                PrintWriter out = spec.commandLine().getOut();
                if (json) {
                    out.println(answer);
                } else {
                    out.println("In force now: " + words(answer.path("applied")) + ".");
                    out.println("Waits for a restart: " + words(answer.path("need_restart")) + ".");
                }
                return 0;
            }
        });
    }

    private static String words(JsonNode names) {
        var words = new StringJoiner(", ").setEmptyValue("nothing new");
        names.forEach(name -> words.add(name.asText()));
        return words.toString();
    }

    private static boolean isShaping(Path file) {
        return file.getFileName().toString().startsWith("shaping");
    }

    private static List<ConfigProblem> problemsOf(@Nullable Path node, @Nullable Path shaping) {
        try {
            var _ = new NodeFiles(node, shaping).check();
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        }
    }

    private static Map<String, Object> describe(ConfigProblem problem) {
        var map = new LinkedHashMap<String, Object>();
        map.put("file", problem.file().toString());
        map.put("line", problem.line());
        map.put("key", problem.key());
        map.put("message", problem.message());
        return map;
    }
}
