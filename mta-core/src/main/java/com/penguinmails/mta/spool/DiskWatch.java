package com.penguinmails.mta.spool;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.time.Clock;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Whether new mail may be written. It may not from the moment at which the free space is under the reserve until it is back at a
 * higher mark, so that it does not flutter between the two with every message; nor for a moment after a failed write;
 * outcomes of mail that was accepted before are written as long as the disk takes them, which is what the reserve is for.
 * Thread-safe.
 */
final class DiskWatch {
    private static final long LOOK_EVERY = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long HOLD_OFF = TimeUnit.SECONDS.toNanos(1);
    private final FreeSpace space;
    private static final long MIB = 1 << 20;
    private final long reserve;
    private final long resume;
    private final Clock clock;
    private volatile long freeBytes;
    private volatile long lookedNanos;
    private volatile boolean low;
    private volatile boolean failed;
    private volatile long failedNanos;

    DiskWatch(FreeSpace space, SpoolConfig config, Clock clock) {
        this.space = space;
        reserve = config.reserve().bytes();
        resume = config.resumeBytes();
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
        return isLow()
                ? String.format(Locale.ROOT,
                        "insufficient space in the spool: %,d MiB are free (spool.reserve %,d MiB); new"
                                + " mail is taken again at %,d MiB",
                        freeBytes / MIB, reserve / MIB, resume / MIB)
                : "";
    }

    private boolean isLow() {
        long free = freeBytes();
        if (free < reserve) {
            low = true;
        } else if (free >= resume) {
            low = false;
        }
        return low;
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
