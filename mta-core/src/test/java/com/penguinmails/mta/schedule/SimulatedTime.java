package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.testkit.time.VirtualClock;
import java.time.Duration;

/** The virtual clock in the words of the node; its wall clock can be set apart from the time that passes. */
final class SimulatedTime implements Clock {
    private final VirtualClock clock;
    private long shiftMillis;

    SimulatedTime(VirtualClock clock) {
        this.clock = clock;
    }

    /** Somebody sets the wall clock forward, or back. */
    void set(Duration by) {
        shiftMillis += by.toMillis();
    }

    @Override
    public long millis() {
        return clock.millis() + shiftMillis;
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }
}
