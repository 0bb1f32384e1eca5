package com.penguinmails.mta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PenguinTest {
    /** The node's own; what is found on the class path stands in the whole tree alone. */
    private static final List<String> COMMANDS = List.of("demo", "node", "queue", "warmup", "config", "shaping",
            "simulate", "key",
            "dkim", "inject", "sink", "bench");

    @Test
    void aNamedCommandIsMadeAloneAndIsTheSameAsInTheWholeTree() {
        CommandLine whole = Penguin.commandLine();
        assertThat(whole.getSubcommands()).containsKeys(COMMANDS.toArray(String[]::new));
        for (String name : COMMANDS) {
            CommandLine command = Objects.requireNonNull(whole.getSubcommands().get(name));
            CommandLine alone = Penguin.commandLineFor(name, "--help");
            assertThat(alone.getSubcommands().keySet()).isEqualTo(Set.of(name));
            CommandLine same = Objects.requireNonNull(alone.getSubcommands().get(name));
            assertThat(same.getUsageMessage()).isEqualTo(command.getUsageMessage());
            Class<?> declared = command.getCommandSpec().userObject().getClass();
            assertThat(declared.getAnnotation(CommandLine.Command.class).name()).isEqualTo(name);
        }
    }

    @Test
    void aWordThatNamesNoCommandMeetsTheWholeTree() {
        Set<String> all = Penguin.commandLine().getSubcommands().keySet();
        assertThat(Penguin.commandLineFor().getSubcommands().keySet()).isEqualTo(all);
        assertThat(Penguin.commandLineFor("--help").getSubcommands().keySet()).isEqualTo(all);
        assertThat(Penguin.commandLineFor("nodes", "--config").getSubcommands().keySet()).isEqualTo(all);
    }
}
