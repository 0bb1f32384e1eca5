package com.penguinmails.mta.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SimulateCommandTest {

    @Test
    void jsonIsOneObjectWithTheFinish() throws IOException {
        CommandRun run = CommandRun.of("simulate", "--recipients", "20000", "--start", "2026-12-01T08:00:00Z",
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().strip().lines()).hasSize(1);
        assertThat(Instant.parse(run.json().path("finish").asText())).isAfter(Instant.parse("2026-12-01T08:00:00Z"));
        assertThat(run.json().path("delivered").asLong()).isEqualTo(20_000);
        assertThat(run.json().path("providers").get(0).path("curve").size()).isPositive();
        assertThat(run.json().path("limits").get(0).path("limit").asText()).isNotEmpty();
    }

    @Test
    void aFileOfAddressesGivesATableAndAPage(@TempDir Path directory) throws IOException {
        Path addresses = Files.writeString(directory.resolve("list.csv"),
                "name,email\nJane,jane@gmail.com\nJoe,joe@d.example\nnobody,nowhere\n");
        Path shaping = Files.writeString(directory.resolve("shaping.toml"), "[any_path]\nrate = '1/min'\n");
        Path page = directory.resolve("page.html");
        CommandRun run = CommandRun.of("simulate", "--addresses", addresses.toString(), "--shaping",
                shaping.toString(), "--html", page.toString());
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("Finished at", "2 recipients", "d.example");
        assertThat(run.err()).contains("1 lines are no addresses", "line 4");
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
    }

    @Test
    void optionsComeBeforeTheInputFile(@TempDir Path directory) throws IOException {
        Path input = Files.writeString(directory.resolve("input.json"), "{\"recipients\": 5, \"max_days\": 2}");
        CommandRun run = CommandRun.of("simulate", "--input", input.toString(), "--recipients", "7", "--defer", "100",
                "--json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.json().path("recipients").asLong()).isEqualTo(7);
        assertThat(run.json().path("finish").isNull()).isTrue();
        assertThat(run.json().path("unfinished").asLong()).isEqualTo(7);
    }

    @Test
    void wrongWordsAreAnsweredWithTheMemberAndItsLimit() {
        CommandRun run = CommandRun.of("simulate", "--recipients", "0", "--defer", "120");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("recipients: must be a whole number from 1 to 100000000",
                "receivers.*.defer_percent: must be a number from 0 to 100");
    }

    @Test
    void withoutAnAudienceItSaysWhatIsMissing() {
        CommandRun run = CommandRun.of("simulate");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("an audience is missing");
    }
}
