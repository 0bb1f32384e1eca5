package com.penguinmails.control;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.mta.time.SystemClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's clock, put forward as a test needs it. */
final class MovableClock implements Clock {
    private final Clock real = new SystemClock();
    private final AtomicLong ahead = new AtomicLong();

    void forward(Duration time) {
        ahead.addAndGet(time.toNanos());
    }

    @Override
    public long millis() {
        return real.millis() + ahead.get() / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return real.nanoTime() + ahead.get();
    }
}
