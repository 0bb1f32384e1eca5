package com.penguinmails.mta.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Whatever stands in a file: it is a configuration, or every problem with it is named, and the same ones each time. */
final class ConfigFuzzTest {
    private static final Path FILE = Path.of("/etc/penguin/node.toml");
    private static final int LONGEST = 4_000;

    @FuzzTest(maxDuration = "1m")
    void aFileIsAConfigurationOrItsProblemsAreNamed(byte[] octets) {
        String text = new String(octets, 0, Math.min(octets.length, LONGEST), StandardCharsets.UTF_8);
        assertThat(read(text, NodeConfig.class)).isEqualTo(read(text, NodeConfig.class));
        assertThat(read(text, ShapingConfig.class)).isEqualTo(read(text, ShapingConfig.class));
    }

    private static <T extends Record> List<?> read(String text, Class<T> type) {
        try {
            T config = ConfigReader.parse(FILE, text, type);
            assertThat(config.toString()).isNotBlank();
            return List.of(config);
        } catch (ConfigException e) {
            assertThat(e.problems()).isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem.toString()).startsWith(FILE.toString()));
            return e.problems().stream().map(ConfigProblem::toString).toList();
        }
    }
}
