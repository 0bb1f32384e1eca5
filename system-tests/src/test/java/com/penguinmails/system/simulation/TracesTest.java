package com.penguinmails.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.penguinmails.system.fixture.CommandLine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * A run from a seed leaves the same trace in every JVM. What differs between two of them, and could get into the order of things, is
 * the identity of objects: so JVMs number them in different ways here.
 */
class TracesTest {
    private static final int SEEDS = 24;
    private static final int MOST_SECONDS = 120;

    @Test
    void theSameSeedsGiveTheSameTracesInAnyJvm() throws IOException, InterruptedException {
        List<Process> others = List.of(other("-XX:hashCode=0"), other("-XX:hashCode=3"));
        List<String> traces = new ArrayList<>();
        for (Process other : others) {
            traces.add(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            assertThat(other.waitFor(MOST_SECONDS, TimeUnit.SECONDS)).as("it ends").isTrue();
            assertThat(other.exitValue()).as(traces.getLast()).isZero();
        }

        assertThat(traces.getFirst().lines()).hasSize(SEEDS);
        assertThat(traces.getLast().lines()).containsExactlyElementsOf(traces.getFirst().lines().toList());
    }

    private static Process other(String identities) throws IOException {
        List<String> words = CommandLine.with(List.of("-XX:+UnlockExperimentalVMOptions", identities),
                TracesTest.class);
        return new ProcessBuilder(words).redirectErrorStream(true).start();
    }

    /** Plays the seeds, and prints a line for each. */
    public static void main(String[] arguments) {
        ((Logger) LoggerFactory.getLogger("com.penguinmails.mta")).setLevel(Level.OFF);
        for (long seed = 1; seed <= SEEDS; seed++) {
            Simulation played = new Simulation(seed).play();
            System.out.printf("seed %d: %d steps, trace %016x%n", seed, played.steps(), played.traceHash());
        }
    }
}
