package com.penguinmails.mta.cli;

import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line. Exit status 0: done; 1: it did not work out; 2: the words of the call are wrong. */
@Command(name = "penguin", mixinStandardHelpOptions = true, description = "Penguin MTA: an outbound mail system.", versionProvider = PenguinVersion.class, synopsisSubcommandLabel = "COMMAND", subcommands = {
        DemoCommand.class, NodeCommand.class, QueueCommand.class, WarmUpCommand.class, ConfigCommand.class,
        ShapingCommand.class,
        SimulateCommand.class, KeyCommand.class, DkimCommand.class, InjectCommand.class, SinkCommand.class})
public final class Penguin implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    public static void main(String[] arguments) {
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(commandLine().execute(arguments));
    }

    /** The whole command tree, also for tests. */
    public static CommandLine commandLine() {
        CommandLine penguin = new CommandLine(new Penguin()).addSubcommand(BenchCommand.commandLine());
        Modules.found().forEach(module -> module.commands().forEach(penguin::addSubcommand));
        return penguin;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
