package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.time.SystemClock;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penguin queue status}: the whole queue by provider and source, what holds it, and what is wrong with receivers. */
@Command(name = "status", mixinStandardHelpOptions = true, description = "Shows the whole queue by provider and source, what holds it, and what is wrong with receivers.")
final class QueueStatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--admin", paramLabel = "URL", defaultValue = NodeApi.ADMIN, description = "The node's config and metrics port. Default: ${DEFAULT-VALUE}.")
    private String admin = "";

    @Option(names = "--json", description = "Print the node's answer, one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        return Failures.run(spec, () -> {
            try (var node = new NodeApi(admin, null)) {
                JsonNode answer = node.get("/v1/overview", Map.of());
                if (json) {
                    spec.commandLine().getOut().println(answer);
                } else {
                    new StatusText(spec.commandLine().getOut(), new SystemClock().millis()).write(answer);
                }
                return 0;
            }
        });
    }
}
