package com.penguinmails.system.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** The whole node from seeds: so many as {@code -Dsimulation.seeds} says, or the one of {@code -Dsimulation.seed}. */
class SimulationTest {
    private static final int SEEDS = Integer.getInteger("simulation.seeds", 1_000);
    private static final Logger NODE = (Logger) LoggerFactory.getLogger("com.penguinmails.mta");

    /** The node says of every failed write what a real one should say; here there are thousands. */
    @BeforeAll
    static void hush() {
        NODE.setLevel(Level.OFF);
    }

    @AfterAll
    static void speakAgain() {
        NODE.setLevel(null);
    }

    @Test
    void noSeedBreaksALaw() {
        Long one = Long.getLong("simulation.seed");
        if (one != null) {
            var _ = new Simulation(one).play();
            return;
        }
        Map<Long, AssertionError> broken = new ConcurrentSkipListMap<>();
        long steps = LongStream.rangeClosed(1, SEEDS).parallel().map(seed -> steps(seed, broken)).sum();
        assertThat(broken).as("seeds that break a law").isEmpty();
        assertThat(SEEDS).as("seeds").isGreaterThanOrEqualTo(1_000);
        assertThat(steps).as("steps").isGreaterThanOrEqualTo(1_000_000);
    }

    /** Every seed is played, whatever others do: what breaks is told of all of them. */
    private static long steps(long seed, Map<Long, AssertionError> broken) {
        try {
            return new Simulation(seed).play().steps();
        } catch (AssertionError e) {
            broken.put(seed, e);
            return 0;
        }
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        for (long seed = 1; seed <= 10; seed++) {
            long once = new Simulation(seed).play().traceHash();
            assertThat(new Simulation(seed).play().traceHash()).as("trace of seed %s", seed).isEqualTo(once);
        }
    }
}
