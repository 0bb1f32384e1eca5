package com.penguinmails.control.cli;

import com.penguinmails.mta.cli.CommandLog;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.Endpoint;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin up}: a control plane and a node in one process, with everything in one directory, until told to stop. */
@Command(name = "up", mixinStandardHelpOptions = true, description = "Runs a control plane and a node in one process, with everything in one directory, until it is told to stop.")
final class UpCommand implements Callable<Integer> {
    private static final int LAST_FIRST_PORT = 65_531;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--data", paramLabel = "DIR", defaultValue = "data", description = "The directory; a new one gets a node.toml and a control.toml, which are yours from then on. Default: ${DEFAULT-VALUE}.")
    private Path data = Path.of("data");

    @Option(names = "--ports", paramLabel = "FIRST", description = "For a new directory: five ports from this one on, instead of 2525, 8080, 9090 (node) and 8081, 9091 (control plane); 0: free ones at each start.")
    private @Nullable Integer first;

    @Override
    public Integer call() throws InterruptedException {
        var directory = new UpDirectory(data);
        UpDirectory.Ports ports = ports(directory);
        CommandLog.toJson();
        StopHook<OneProcess> hook = StopHook.install();
        try {
            directory.prepare(ports);
            OneProcess running = OneProcess.start(directory);
            hook.started(running);
            show(running);
            new CountDownLatch(1).await();
            return 0;
        } catch (ConfigException | IOException e) {
            spec.commandLine().getErr().println("penguin up: " + e.getMessage());
            return 1;
        } finally {
            hook.ended();
        }
    }

    private UpDirectory.Ports ports(UpDirectory directory) {
        if (first == null) {
            return UpDirectory.Ports.USUAL;
        }
        if (first < 0 || first > LAST_FIRST_PORT) {
            throw new ParameterException(spec.commandLine(), "--ports is 0, or a port up to " + LAST_FIRST_PORT);
        }
        if (!directory.isNew()) {
            throw new ParameterException(spec.commandLine(),
                    "the ports of " + data + " stand in its node.toml and control.toml; change them there");
        }
        return first == 0 ? UpDirectory.Ports.FREE : UpDirectory.Ports.from(first);
    }

    private void show(OneProcess running) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("Control plane: " + urls(running.control().endpoints().api())
                + "; its documentation: /docs; its metrics: "
                + urls(running.control().endpoints().metrics()));
        out.println("An operator's key: " + data.resolve("control").resolve("operator.key"));
        out.println(
                "Node: " + urls(running.node().http()) + "; its metrics: " + urls(running.node().admin()) + "; SMTP: "
                        + running.node().smtp().stream().map(Endpoint::toString).collect(Collectors.joining(", ")));
        out.flush();
    }

    private static String urls(List<Endpoint> endpoints) {
        return endpoints.stream().map(endpoint -> "http://" + endpoint).collect(Collectors.joining(", "));
    }
}
