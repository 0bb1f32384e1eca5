package com.penguinmails.mta.time;

import java.time.Instant;
import java.time.InstantSource;

/**
 * The two times a node lives by. Wall time is for people, headers and what outlives a restart, and may jump; ticks are for
 * waiting and measuring, and never go back. Implementations are thread-safe.
 */
public interface Clock extends InstantSource {

    /** Wall time in milliseconds since 1970. */
    @Override
    long millis();

    /** Monotonic nanoseconds since an arbitrary origin. */
    long nanoTime();

    @Override
    default Instant instant() {
        return Instant.ofEpochMilli(millis());
    }
}
