package com.penguinmails.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.cli.Penguin;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code penguin control} and {@code penguin up} as processes of their own: SIGTERM ends them in good order, database and all. */
class ToldToStopTest {
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path directory;

    private Process launch(Path log, String... arguments) throws IOException {
        var words = new ArrayList<String>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        words.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--") || argument.startsWith("-Dchronicle")).toList());
        words.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                System.getProperty("java.class.path"), Penguin.class.getName()));
        words.addAll(List.of(arguments));
        return new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    }

    /** Waits until it says that it is up, then sends SIGTERM and holds its end against what is promised. */
    private void requireGoodOrder(Process process, Path log, String up) throws Exception {
        try {
            Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> {
                assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
                return Files.readString(log).contains(up);
            });
            List<ProcessHandle> children = process.descendants().toList();
            assertThat(children).as("a server of PostgreSQL").isNotEmpty();

            process.destroy();

            assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("it has ended").isTrue();
            assertThat(process.exitValue()).isIn(0, SIGTERM);
            Awaitility.await().atMost(Duration.ofSeconds(5))
                    .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
            assertThat(Files.readString(log)).doesNotContain("did not stop in good order", "could not be closed",
                    "has not ended");
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aControlPlaneEndsAndFindsItsDatabaseAgain() throws Exception {
        Path config = directory.resolve("control.toml");
        Files.writeString(config, """
                data_directory = "data"
                [http]
                listen = ["127.0.0.1:0"]
                [metrics]
                listen = ["127.0.0.1:0"]
                """);
        for (int start = 0; start < 2; start++) {
            Path log = directory.resolve("control-" + start + ".log");
            requireGoodOrder(launch(log, "control", "--config", config.toString()), log, "Metrics and health: http");
        }
        assertThat(directory.resolve("data").resolve("operator.key")).isRegularFile();
    }

    @Test
    void bothInOneProcessEndWhileTheNodeWaitsForItsControlPlane() throws Exception {
        Path data = directory.resolve("up");
        for (int start = 0; start < 2; start++) {
            Path log = directory.resolve("up-" + start + ".log");
            String[] arguments = start == 0
                    ? new String[]{"up", "--data", data.toString(), "--ports", "0"}
                    : new String[]{"up", "--data", data.toString()};
            requireGoodOrder(launch(log, arguments), log, "of the configuration holds");
        }
        assertThat(data.resolve("node").resolve("control").resolve("configuration.json")).isRegularFile();
    }
}
