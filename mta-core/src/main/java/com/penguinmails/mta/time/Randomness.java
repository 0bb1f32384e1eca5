package com.penguinmails.mta.time;

import java.security.SecureRandom;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Where sources of randomness come from: from the system in production, from a seed in a simulation. */
public final class Randomness {

    private Randomness() {}

    /** Unpredictable and safe for use by many threads; for ids, boundaries and secrets. */
    public static RandomGenerator secure() {
        return new SecureRandom();
    }

    /** The same sequence for the same seed; for one thread. */
    public static RandomGenerator seeded(long seed) {
        return new SplittableRandom(seed);
    }
}
