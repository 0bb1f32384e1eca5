package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.time.SystemClock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * {@code penguin queue explain}: why a message is still here, or why a queue, a campaign or a path is as slow as it is.
 */
@Command(name = "explain", mixinStandardHelpOptions = true, description = {
        "Says why mail is still queued: everything that holds it, in order, each with its rule, since when, until when, and what lifts it.",
        "With a message's id: that message. Without: all mail that the options pick out, with what bounds its speed and what would bound it next.",
        "With --site and --source alone: that path, with what closes it for all mail."})
final class QueueExplainCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "0..1", paramLabel = "MESSAGE", description = "A message's id (msg_…).")
    private @Nullable String message;

    @Mixin
    private SelectorOptions selector = new SelectorOptions();

    @Option(names = "--api", paramLabel = "URL", defaultValue = NodeApi.API, description = "The node's local API, for a message. Default: ${DEFAULT-VALUE}.")
    private String api = "";

    @Option(names = "--admin", paramLabel = "URL", defaultValue = NodeApi.ADMIN, description = "The node's config and metrics port, for everything else. Default: ${DEFAULT-VALUE}.")
    private String admin = "";

    @Option(names = "--json", description = "Print the node's answer, one line of JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        if (message != null && !selector.given().isEmpty()) {
            throw new ParameterException(spec.commandLine(), "give a message's id or the options, not both");
        }
        return Failures.run(spec, () -> {
            JsonNode answer = message == null ? ofMail() : ofMessage(message);
            if (json) {
                spec.commandLine().getOut().println(answer);
            } else {
                var text = new ExplanationText(spec.commandLine().getOut(), new SystemClock().millis());
                if (message != null) {
                    text.message(answer);
                } else if (isPath()) {
                    text.path(answer);
                } else {
                    text.slowness(answer);
                }
            }
            return 0;
        });
    }

    private JsonNode ofMessage(String id) throws Exception {
        try (var node = new NodeApi(api, System.getenv("PENGUIN_API_KEY"))) {
            return node.get("/v1/messages/" + id + "/explain", Map.of());
        }
    }

    private JsonNode ofMail() throws Exception {
        try (var node = new NodeApi(admin, null)) {
            return node.get(isPath() ? "/v1/paths/explain" : "/v1/queues/explain", selector.given());
        }
    }

    private boolean isPath() {
        return selector.given().keySet().equals(Set.of("site", "source"));
    }
}
