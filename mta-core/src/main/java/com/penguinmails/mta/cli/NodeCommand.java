package com.penguinmails.mta.cli;

import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.PenguinNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code penguin node}: runs until it is told to stop (SIGTERM or SIGINT), then ends open transactions and closes its files. */
@Command(name = "node", mixinStandardHelpOptions = true, description = "Runs a node until it is told to stop.")
final class NodeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "node.toml; without it the defaults hold.")
    private @Nullable Path config;

    @Option(names = "--shaping", paramLabel = "FILE", description = "shaping.toml; without it the defaults hold.")
    private @Nullable Path shaping;

    @Override
    public Integer call() throws InterruptedException {
        CommandLog.toJson();
        var files = new NodeFiles(config, shaping);
        try {
            PenguinNode node = PenguinNode.start(files.read(), files);
            Runtime.getRuntime().addShutdownHook(new Thread(node::close, "stop"));
            new CountDownLatch(1).await();
            return 0;
        } catch (ConfigException | IOException e) {
            spec.commandLine().getErr().println("penguin node: " + e.getMessage());
            return 1;
        }
    }
}
