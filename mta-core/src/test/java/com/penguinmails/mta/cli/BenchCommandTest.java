package com.penguinmails.mta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BenchCommandTest {

    @Test
    void aBenchmarkOfTheClassPathIsACommandWithOptionsOfItsOwn() throws IOException {
        CommandRun run = CommandRun.of("bench", "squares", "--side", "2", "--json", "--quick");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("side", "4 (1–4)", "A note.");
        assertThat(run.json().path("area").asDouble()).isEqualTo(4.0);
        assertThat(run.json().path("quick").asInt()).isEqualTo(1);
    }

    @Test
    void whatKeepsItFromMeasuringIsSaidWithoutAStackTrace() {
        CommandRun run = CommandRun.of("bench", "squares", "--side", "-1");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("no side is shorter than 0").doesNotContain("\tat ");
    }

    @Test
    void withoutANameTheKnownOnesAreShown() {
        CommandRun run = CommandRun.of("bench");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("squares", "Squares a side.");
    }

    @Test
    void nothingIsWrittenUnlessAskedForAndThenWithAllThatTheFigureDependsOn(@TempDir Path home) throws IOException {
        String before = System.setProperty("penguin.home", home.toString());
        try {
            assertThat(CommandRun.of("bench", "squares").status()).isZero();
            assertThat(home).isEmptyDirectory();
            assertThat(CommandRun.of("bench", "squares", "--write").status()).isZero();
        } finally {
            if (before == null) {
                System.clearProperty("penguin.home");
            } else {
                System.setProperty("penguin.home", before);
            }
        }
        try (Stream<Path> files = Files.list(home.resolve("benchmarks/results"))) {
            List<Path> written = files.toList();
            assertThat(written).hasSize(1);
            assertThat(written.getFirst().getFileName().toString()).matches("\\d{4}-\\d\\d-\\d\\d-squares\\.md");
            assertThat(Files.readString(written.getFirst())).contains("| 3 | 4 (1–9) |", "JDK:", "Flags:",
                    "bin/penguin bench squares --write", "at commit unknown");
        }
    }
}
