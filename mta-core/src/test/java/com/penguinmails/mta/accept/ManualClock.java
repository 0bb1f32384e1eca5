package com.penguinmails.mta.accept;

import com.penguinmails.mta.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** Stands still until it is moved. */
public final class ManualClock implements Clock {
    private final AtomicLong nanos = new AtomicLong();
    private final long startMillis;

    public ManualClock(String start) {
        this.startMillis = Instant.parse(start).toEpochMilli();
    }

    @Override
    public long millis() {
        return startMillis + nanos.get() / 1_000_000;
    }

    @Override
    public long nanoTime() {
        return nanos.get();
    }

    public void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
