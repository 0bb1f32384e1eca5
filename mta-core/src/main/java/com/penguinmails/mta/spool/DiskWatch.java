package com.penguinmails.mta.spool;

import com.penguinmails.mta.time.Clock;
import java.util.concurrent.TimeUnit;

/**
 * Whether new mail may be written. It may not while the free space is under the reserve, nor for a moment after a failed write;
 * outcomes of mail that was accepted before are written as long as the disk takes them, which is what the reserve is for.
 * Thread-safe.
 */
final class DiskWatch {
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long HOLD_OFF = TimeUnit.SECONDS.toNanos(1);
    private final FreeSpace space;
    private final long reserve;
    private final Clock clock;
    private volatile long freeBytes;
    private volatile long lookedNanos;
    private volatile boolean failed;
    private volatile long failedNanos;

    DiskWatch(FreeSpace space, long reserve, Clock clock) {
        this.space = space;
        this.reserve = reserve;
        this.clock = clock;
        look();
    }

    /** A write failed: nothing is tried for a moment. */
    void noteFailure() {
        failedNanos = clock.nanoTime();
        failed = true;
        look();
    }

    /** Whether a write may be tried. */
    boolean mayWrite() {
        return !failed || clock.nanoTime() - failedNanos >= HOLD_OFF;
    }

    /** A write succeeded. */
    void noteSuccess() {
        failed = false;
    }

    /** Empty if new mail may be written, else why not. */
    String refusal() {
        if (!mayWrite()) {
            return "the spool could not be written";
        }
        return freeBytes() < reserve ? "insufficient space in the spool" : "";
    }

    long freeBytes() {
        if (clock.nanoTime() - lookedNanos >= LOOK_EVERY) {
            look();
        }
        return freeBytes;
    }

    private void look() {
        freeBytes = space.usableBytes();
        lookedNanos = clock.nanoTime();
    }
}
