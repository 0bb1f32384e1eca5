package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.testkit.time.VirtualClock;

/** The virtual clock in the words of the node. */
record SimulatedTime(VirtualClock clock) implements Clock {
    @Override
    public long millis() {
        return clock.millis();
    }

    @Override
    public long nanoTime() {
        return clock.nanoTime();
    }
}
