package com.penguinmails.control.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.cli.Penguin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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

    /** Its number is the first line of its own file. */
    private ProcessHandle postgres() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Path file = files.filter(path -> path.endsWith("postmaster.pid")).findFirst().orElseThrow();
            return ProcessHandle.of(Long.parseLong(Files.readAllLines(file).getFirst())).orElseThrow();
        }
    }

    /** Waits until it says that it is up, then sends SIGTERM and holds its end against what is promised. */
    private void requireGoodOrder(Process process, Path log, String up) throws Exception {
        requireGoodOrder(process, log, () -> Files.readString(log).contains(up));
    }

    private void requireGoodOrder(Process process, Path log, Callable<Boolean> isTime) throws Exception {
        try {
            Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofMinutes(2)).until(() -> {
                assertThat(process.isAlive()).as(Files.readString(log)).isTrue();
                return isTime.call();
            });
            ProcessHandle postgres = postgres();
            assertThat(postgres.isAlive()).as("a server of PostgreSQL").isTrue();

            process.destroy();

            assertThat(process.waitFor(40, TimeUnit.SECONDS)).as("it has ended").isTrue();
            assertThat(process.exitValue()).isIn(0, SIGTERM);
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !postgres.isAlive());
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
            requireGoodOrder(launch(log, arguments), log, () -> {
                String said = Files.readString(log);
                return said.contains("Node: http") && said.contains("of the configuration holds");
            });
        }
        assertThat(data.resolve("node").resolve("control").resolve("configuration.json")).isRegularFile();
    }

    @Test
    void whatIsToldToStopWhileItStartsLeavesNoDatabaseBehind() throws Exception {
        Path data = directory.resolve("up");
        Path log = directory.resolve("up.log");
        Process process = launch(log, "up", "--data", data.toString(), "--ports", "0");
        requireGoodOrder(process, log, this::runsPostgres);
        assertThat(Files.readString(log)).doesNotContain("Node: http");
    }

    private boolean runsPostgres() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            Optional<Path> file = files.filter(path -> path.endsWith("postmaster.pid")).findFirst();
            return file.isPresent() && Files.readString(file.get()).contains("ready");
        } catch (UncheckedIOException | NoSuchFileException e) {
            // Files come and go while a database is made.
            return false;
        }
    }
}
