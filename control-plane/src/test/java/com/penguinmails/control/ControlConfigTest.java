package com.penguinmails.control;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.control.config.ControlConfig;
import com.penguinmails.mta.cli.Penguin;
import com.penguinmails.mta.config.ConfigReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ControlConfigTest {
    private static final Path SHIPPED = Path.of(System.getProperty("project.root", ".."), "config", "control.toml");

    @TempDir
    private Path directory;

    @Test
    void theShippedFileHoldsTheDefaults() throws Exception {
        ControlConfig read = ConfigReader.read(SHIPPED, ControlConfig.class);
        ControlConfig defaults = ControlConfig.defaults();

        assertThat(read.http()).isEqualTo(defaults.http());
        assertThat(read.metrics()).isEqualTo(defaults.metrics());
        assertThat(read.database()).isEqualTo(defaults.database());
        assertThat(read.domains()).isEqualTo(defaults.domains());
        assertThat(read.dataDirectory()).endsWithRaw(defaults.dataDirectory());
    }

    @Test
    void everyKeyStandsInTheShippedFile() throws Exception {
        String text = Files.readString(SHIPPED);

        for (var part : ControlConfig.class.getRecordComponents()) {
            var keys = part.getType().isRecord()
                    ? part.getType().getRecordComponents()
                    : new java.lang.reflect.RecordComponent[]{part};
            assertThat(Arrays.stream(keys)
                    .map(key -> key.getName().replaceAll("([A-Z])", "_$1").toLowerCase(java.util.Locale.ROOT)))
                    .allSatisfy(key -> assertThat(text).containsPattern("(?m)^(# )?" + key + " = "));
        }
    }

    @Test
    void configCheckNamesEveryProblemOfTheFile() throws Exception {
        Path file = Files.writeString(directory.resolve("control.toml"), """
                [http]
                request_rat = 5
                max_connections = 0
                [database]
                url = "jdbc:postgresql://db/penguin?password=hush"
                """);
        var out = new StringWriter();
        CommandLine command = Penguin.commandLine().setOut(new PrintWriter(out, true));

        assertThat(command.execute("config", "check", file.toString())).isEqualTo(1);
        assertThat(out.toString())
                .contains("did you mean \"request_rate\"", "http.max_connections", ":3:", "password_file")
                .doesNotContain("hush");
        assertThat(command.execute("config", "check", SHIPPED.toString())).isZero();
    }
}
