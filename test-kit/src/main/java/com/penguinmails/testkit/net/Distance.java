package com.penguinmails.testkit.net;

import java.time.Duration;

/** What all connections of a relay have in common. Thread-safe. */
final class Distance {
    private final long bytesPerSecond;
    private volatile Duration delay;
    private volatile boolean blackHole;

    Distance(Duration delay, long bytesPerSecond) {
        if (delay.isNegative() || bytesPerSecond < 0) {
            throw new IllegalArgumentException(
                    "delay " + delay + " and bandwidth " + bytesPerSecond + " must not be negative");
        }
        this.delay = delay;
        this.bytesPerSecond = bytesPerSecond;
    }

    long delayNanos() {
        return delay.toNanos();
    }

    void setDelay(Duration delay) {
        this.delay = delay;
    }

    /** How long so many bytes occupy the line. */
    long transmissionNanos(int bytes) {
        return bytesPerSecond == 0 ? 0 : bytes * 1_000_000_000L / bytesPerSecond;
    }

    boolean isBlackHole() {
        return blackHole;
    }

    void setBlackHole(boolean blackHole) {
        this.blackHole = blackHole;
    }
}
