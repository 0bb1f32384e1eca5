package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;

/** Turns the queue's monotonic instants into times for people. */
final class Instants {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Clock clock;

    Instants(Clock clock) {
        this.clock = clock;
    }

    long nowNanos() {
        return clock.nanoTime();
    }

    long nowMillis() {
        return clock.millis();
    }

    /** In milliseconds since 1970, rounded up for what is to come; {@link Long#MAX_VALUE} becomes 0: not known. */
    long millis(long nanos) {
        return nanos == Long.MAX_VALUE ? 0 : clock.millis() + Math.ceilDiv(nanos - clock.nanoTime(), NANOS_PER_MILLI);
    }
}
