package com.penguinmails.mta.control;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Pauses between tries, each about twice the one before, from half a second to half a minute. For one thread. */
final class Pauses {
    private static final long FIRST_MILLIS = 500;
    private static final long LONGEST_MILLIS = 30_000;

    private final RandomGenerator random;
    private long millis = FIRST_MILLIS;
    private boolean failing;

    Pauses(RandomGenerator random) {
        this.random = random;
    }

    /** Whether all went well until now. */
    boolean isFirst() {
        return !failing;
    }

    /** The next one; between half of it and all of it, so that many nodes do not come back at once. */
    Duration next() {
        failing = true;
        long pause = millis / 2 + random.nextLong(millis / 2);
        millis = Math.min(LONGEST_MILLIS, millis * 2);
        return Duration.ofMillis(pause);
    }

    /** All goes well; whether it did not before. */
    boolean end() {
        boolean was = failing;
        failing = false;
        millis = FIRST_MILLIS;
        return was;
    }
}
