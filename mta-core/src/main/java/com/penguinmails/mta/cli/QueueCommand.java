package com.penguinmails.mta.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin queue …}: looks at what a running node has queued, and orders what becomes of it. */
@Command(name = "queue", mixinStandardHelpOptions = true, description = "Looks at what a running node has queued, and orders what becomes of it.", synopsisSubcommandLabel = "COMMAND", subcommands = {
        QueueStatusCommand.class, QueueExplainCommand.class, QueueListings.Queues.class, QueueListings.Paths.class,
        QueueOrders.Suspend.class, QueueOrders.Resume.class, QueueOrders.Flush.class, QueueOrders.Reroute.class,
        QueueOrders.Bounce.class, QueueOrders.Cancel.class, QueueOrders.Priority.class, QueueListings.Commands.class,
        QueueListings.End.class})
final class QueueCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
