package com.penguinmails.mta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PenguinTest {

    @Test
    void aNamedCommandIsMadeAloneAndIsTheSameAsInTheWholeTree() {
        CommandLine whole = Penguin.commandLine();
        assertThat(whole.getSubcommands()).containsKeys("node", "queue", "dkim", "bench");
        whole.getSubcommands().forEach((name, command) -> {
            CommandLine alone = Penguin.commandLineFor(name, "--help");
            assertThat(alone.getSubcommands().keySet()).isEqualTo(Set.of(name));
            CommandLine same = Objects.requireNonNull(alone.getSubcommands().get(name));
            assertThat(same.getUsageMessage()).isEqualTo(command.getUsageMessage());
            Class<?> declared = command.getCommandSpec().userObject().getClass();
            assertThat(declared.getAnnotation(CommandLine.Command.class).name()).isEqualTo(name);
        });
    }

    @Test
    void aWordThatNamesNoCommandMeetsTheWholeTree() {
        Set<String> all = Penguin.commandLine().getSubcommands().keySet();
        assertThat(Penguin.commandLineFor().getSubcommands().keySet()).isEqualTo(all);
        assertThat(Penguin.commandLineFor("--help").getSubcommands().keySet()).isEqualTo(all);
        assertThat(Penguin.commandLineFor("nodes", "--config").getSubcommands().keySet()).isEqualTo(all);
    }
}
