package com.penguinmails.testkit.seed;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs a check once for each seed and names the seed of a failure. With the system property {@code seed} it runs only
 * that one: {@code mvn test -Dtest=SomeTest -Dseed=17}.
 */
public final class Seeds {
    /** The system property that chooses one seed. */
    public static final String PROPERTY = "seed";

    private final long[] seeds;

    private Seeds(long[] seeds) {
        this.seeds = seeds;
    }

    /** These seeds, or the one of the system property. */
    public static Seeds of(long... seeds) {
        return chosen(System.getProperty(PROPERTY), seeds);
    }

    /** The seeds 1 to {@code count}, or the one of the system property. */
    public static Seeds first(int count) {
        return of(LongStream.rangeClosed(1, count).toArray());
    }

    static Seeds chosen(@Nullable String property, long... seeds) {
        if (property == null || property.isBlank()) {
            return new Seeds(seeds.clone());
        }
        try {
            return new Seeds(new long[]{Long.parseLong(property.strip())});
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "system property " + PROPERTY + "=" + property + " is not a whole number", e);
        }
    }

    /** The seeds, for parameterised tests. */
    public LongStream stream() {
        return Arrays.stream(seeds);
    }

    /**
     * Runs the check with a generator of each seed, until one fails.
     *
     * @throws AssertionError with the seed in its message and the failure as its cause
     */
    public void check(SeededCheck check) {
        for (long seed : seeds) {
            try {
                check.run(new SplittableRandom(seed), seed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "with seed " + seed + " (run it alone with -D" + PROPERTY + "=" + seed + "): " + e.getMessage(),
                        e);
            }
        }
    }

    /** What must hold for every seed. */
    @FunctionalInterface
    public interface SeededCheck {
        /** Fails by an exception or an assertion error. */
        void run(RandomGenerator random, long seed) throws Exception;
    }
}
