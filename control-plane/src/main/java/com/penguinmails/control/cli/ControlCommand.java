package com.penguinmails.control.cli;

import com.penguinmails.control.ControlPlane;
import com.penguinmails.control.config.ControlConfig;
import com.penguinmails.mta.cli.CommandLog;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.Endpoint;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
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
import picocli.CommandLine.Spec;

/** {@code penguin control}: runs until it is told to stop (SIGTERM or SIGINT), then ends its requests and stops its database. */
@Command(name = "control", mixinStandardHelpOptions = true, description = "Runs the control plane until it is told to stop.")
final class ControlCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "control.toml; without it the defaults hold.")
    private @Nullable Path config;

    @Override
    public Integer call() throws InterruptedException {
        CommandLog.toJson();
        StopHook<ControlPlane.Started> hook = StopHook.install();
        try {
            ControlConfig settings = config == null
                    ? ControlConfig.defaults()
                    : ConfigReader.read(config, ControlConfig.class);
            ControlPlane.Started control = ControlPlane.start(settings,
                    new ControlPlane.Surroundings(new SystemClock(), Randomness.secure()));
            hook.started(control);
            show(control.endpoints());
            new CountDownLatch(1).await();
            return 0;
        } catch (ConfigException | IOException e) {
            spec.commandLine().getErr().println("penguin control: " + e.getMessage());
            return 1;
        } finally {
            hook.ended();
        }
    }

    private void show(ControlPlane.Endpoints endpoints) {
        PrintWriter out = spec.commandLine().getOut();
        out.println("API: " + urls(endpoints.api()) + "; its documentation: /docs");
        out.println("Metrics and health: " + urls(endpoints.metrics()));
        out.flush();
    }

    private static String urls(List<Endpoint> endpoints) {
        return endpoints.isEmpty()
                ? "not on TCP"
                : endpoints.stream().map(endpoint -> "http://" + endpoint).collect(Collectors.joining(", "));
    }
}
