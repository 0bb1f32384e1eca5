package com.penguinmails.mta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShapingCommandTest {
    @TempDir
    private Path directory;
    private String file = "";

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(directory.resolve("shaping.toml"), """
                [providers.big]
                mx_suffix = ["big.net"]
                [any_path]
                connections = 7
                [[paths]]
                provider = "big"
                rate = "10/s"
                [[paths]]
                provider = "big"
                source = "a"
                connections = 3
                [[limits]]
                name = "each"
                per = ["tenant", "source"]
                rate = "5/s"
                [[limits]]
                name = "acme"
                tenant = "acme"
                connections = 4
                """).toString();
    }

    @Test
    void eachValueIsShownWithTheRuleAndTheLineThatItComesFrom() {
        CommandRun run = CommandRun.of("shaping", "resolve", "some.test", "--source", "a", "--mx", "mx1.big.net",
                "--shaping", file);

        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("provider  big").containsPattern("connections +3 +paths\\[1].connections .*:11")
                .containsPattern("rate +10/s +paths\\[0].rate .*:7")
                .containsPattern("messages_per_connection +100 +shipped default\\R").containsPattern("bytes +no limit")
                .contains("counted as each[*, a]").contains("only if: tenant acme");
    }

    @Test
    void withoutASourceTheRulesForOneAreLeftOut() {
        CommandRun run = CommandRun.of("shaping", "resolve", "some.test", "--mx", "mx1.big.net", "--tenant", "acme",
                "--shaping", file, "--json");

        assertThat(run.out())
                .contains("\"name\":\"connections\",\"value\":\"7\",\"rule\":\"any_path.connections\",\"line\":4")
                .contains("\"counter\":\"each[acme, *]\"").contains("\"condition\":\"\",\"connections\":4");
    }

    @Test
    void aFileThatIsNotRightIsNamedWithItsLines() throws IOException {
        Path wrong = Files.writeString(directory.resolve("shaping-wrong.toml"), "[[limits]]\nname = \"x\"\n");

        CommandRun run = CommandRun.of("shaping", "resolve", "some.test", "--mx", "mx1.big.net", "--shaping",
                wrong.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(wrong + ":1: limits[0]: limits nothing");
    }
}
