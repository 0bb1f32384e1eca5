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
    void aSourceThatIsWarmedUpIsShownWithItsPlanAndTheCapOfItsStep() throws IOException {
        String warming = Files
                .writeString(directory.resolve("shaping-warming.toml"), Files.readString(Path.of(file)) + """
                        [warmup_plans.careful]
                        curve = [50, 100, 200]
                        [warmup_plans.careful.curves]
                        big = [70, 140]
                        [[warmups]]
                        source = "a"
                        plan = "careful"
                        steps = { big = 2, other = 4 }
                        """).toString();

        CommandRun big = CommandRun.of("shaping", "resolve", "some.test", "--source", "a", "--mx", "mx1.big.net",
                "--shaping", warming);
        assertThat(big.out()).contains("warmed up at big",
                "plan careful begins at step 2 of 2: 140 messages in 1d; warmups[0] (" + warming + ":24)");

        CommandRun small = CommandRun.of("shaping", "resolve", "some.test", "--source", "a", "--mx", "mx.small.test",
                "--shaping", warming, "--json");
        assertThat(small.out())
                .contains("\"warm_up\":{\"provider\":\"other\",\"plan\":\"careful\",\"step\":4,\"steps\":3,"
                        + "\"step_length\":\"1d\",\"curve\":[50,100,200],\"rule\":\"warmups[0]\",\"line\":24}");

        CommandRun warm = CommandRun.of("shaping", "resolve", "some.test", "--source", "b", "--mx", "mx1.big.net",
                "--shaping", warming, "--json");
        assertThat(warm.status()).isZero();
        assertThat(warm.out()).doesNotContain("warm_up");
    }

    @Test
    void aSourceThatTheNodeDoesNotHaveIsNotShownAsIfItWereThere() throws IOException {
        Path node = Files.writeString(directory.resolve("node.toml"),
                "[sources.a]\n[sources.mail-a]\nipv4 = \"127.0.0.2\"\n");

        CommandRun run = CommandRun.of("shaping", "resolve", "some.test", "--mx", "mx1.big.net", "--shaping", file,
                "--config", node.toString(), "--source", "mail-b");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("has no source \"mail-b\"; did you mean \"mail-a\"?");
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
