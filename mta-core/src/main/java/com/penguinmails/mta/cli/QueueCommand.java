package com.penguinmails.mta.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin queue …}: looks at what a running node has queued. */
@Command(name = "queue", mixinStandardHelpOptions = true, description = "Looks at what a running node has queued.", synopsisSubcommandLabel = "COMMAND", subcommands = {
        QueueStatusCommand.class, QueueExplainCommand.class})
final class QueueCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }
}
