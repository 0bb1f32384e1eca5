package com.penguinmails.mta.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit status 0: done; 1: it did not work out; 2: the words of the call are wrong. */
@Command(name = "penguin", mixinStandardHelpOptions = true, description = "Penguin MTA: an outbound mail system.", versionProvider = PenguinVersion.class, synopsisSubcommandLabel = "COMMAND")
public final class Penguin implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(commandLineFor(arguments).execute(arguments));
    }

    /** The whole command tree, also for tests. */
    public static CommandLine commandLine() {
        var penguin = new CommandLine(new Penguin());
        commands().forEach((name, command) -> penguin.addSubcommand(name, command.get()));
        Modules.found().forEach(module -> module.commands().forEach(penguin::addSubcommand));
        return penguin;
    }

    /**
     * What a call with these arguments needs: only the command that is named first, because making all of them takes longer than a node
     * needs for its files. The whole tree where none of the node's is named.
     */
    static CommandLine commandLineFor(String... arguments) {
        Supplier<CommandLine> named = arguments.length == 0 ? null : commands().get(arguments[0]);
        return named == null
                ? commandLine()
                : new CommandLine(new Penguin()).addSubcommand(arguments[0], named.get());
    }

    /** In the order in which they are listed. */
    private static Map<String, Supplier<CommandLine>> commands() {
        var commands = new LinkedHashMap<String, Supplier<CommandLine>>();
        commands.put("demo", () -> new CommandLine(new DemoCommand()));
        commands.put("node", () -> new CommandLine(new NodeCommand()));
        commands.put("queue", () -> new CommandLine(new QueueCommand()));
        commands.put("warmup", () -> new CommandLine(new WarmUpCommand()));
        commands.put("config", () -> new CommandLine(new ConfigCommand()));
        commands.put("shaping", () -> new CommandLine(new ShapingCommand()));
        commands.put("simulate", () -> new CommandLine(new SimulateCommand()));
        commands.put("key", () -> new CommandLine(new KeyCommand()));
        commands.put("dkim", () -> new CommandLine(new DkimCommand()));
        commands.put("inject", () -> new CommandLine(new InjectCommand()));
        commands.put("sink", () -> new CommandLine(new SinkCommand()));
        commands.put("bench", BenchCommand::commandLine);
        return commands;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
