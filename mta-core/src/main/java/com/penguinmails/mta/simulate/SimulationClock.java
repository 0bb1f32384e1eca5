package com.penguinmails.mta.simulate;

import com.penguinmails.mta.time.Clock;
import java.time.Instant;

/** Time as the simulation has it: it stands still until it is moved on. For one thread. */
final class SimulationClock implements Clock {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final long startMillis;
    private long nanos;

    SimulationClock(Instant start) {
        this.startMillis = start.toEpochMilli();
    }

    @Override
    public long millis() {
        return startMillis + nanos / NANOS_PER_MILLI;
    }

    /** Since the start of the simulation. */
    @Override
    public long nanoTime() {
        return nanos;
    }

    /** To an instant that is not before now. */
    void moveTo(long newNanos) {
        if (newNanos < nanos) {
            throw new IllegalStateException("time does not go back");
        }
        nanos = newNanos;
    }
}
