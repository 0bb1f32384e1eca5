package com.penguinmails.mta.cli;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.SystemClock;
import java.io.InputStream;
import java.io.OutputStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin dkim keygen|record|sign|verify}: DKIM keys and signatures (RFC 6376) by hand. */
@Command(name = "dkim", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "COMMAND", description = "Makes DKIM keys, and signs and verifies messages.", subcommands = {
        DkimKeygenCommand.class, DkimRecordCommand.class, DkimSignCommand.class, DkimVerifyCommand.class})
final class DkimCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final InputStream in;
    private final OutputStream out;
    private final Clock clock;

    /** Messages pass through the process's own streams. */
    DkimCommand() {
        this(System.in, System.out, new SystemClock());
    }

    /** Messages pass as octets through these streams, since a writer of text would change them. */
    DkimCommand(InputStream in, OutputStream out, Clock clock) {
        this.in = in;
        this.out = out;
        this.clock = clock;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    Clock clock() {
        return clock;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    /** The command tree of this command alone. */
    CommandLine commandLine() {
        return new CommandLine(this);
    }
}
