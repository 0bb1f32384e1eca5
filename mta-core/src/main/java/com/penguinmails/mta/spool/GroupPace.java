package com.penguinmails.mta.spool;

import com.penguinmails.mta.time.Clock;

/**
 * Says how long a group waits for company before it is committed. A force costs the same for one entry as for many, so what
 * comes within a millisecond is better forced together. The law:
 *
 * <ul>
 * <li>Nobody waits longer than {@link #LONGEST_NANOS} for company.
 * <li>Nobody waits where little is to be expected: at a pace at which less than {@value #LEAST_EXPECTED} entries come in that time,
 * more than a lone sender makes with its messages and their outcomes, a group is committed at once. So a lone sender has its
 * answer as fast as the disk gives it.
 * <li>A group of {@value #ENOUGH} entries waits no more.
 * </ul>
 *
 * <p>For the committing thread.
 */
final class GroupPace {
    static final long LONGEST_NANOS = 1_000_000;
    static final int ENOUGH = 16;
    private static final double LEAST_EXPECTED = 6;
    /** How much of the pace is that of the last group. */
    private static final double NEWS = 1 / 8.0;

    private final Clock clock;
    private double perNano;
    private long committedNanos;
    private long begunNanos;

    GroupPace(Clock clock) {
        this.clock = clock;
        committedNanos = clock.nanoTime();
    }

    /** The first entry of a group is there. */
    void begun() {
        begunNanos = clock.nanoTime();
    }

    /** How long a group of so many entries should wait from now on; 0: not at all. */
    long waitNanos(int entries) {
        if (entries >= ENOUGH || perNano * LONGEST_NANOS < LEAST_EXPECTED) {
            return 0;
        }
        long left = LONGEST_NANOS - (clock.nanoTime() - begunNanos);
        return Math.max(0, Math.min(left, (long) ((ENOUGH - entries) / perNano)));
    }

    /** A group of so many entries was committed. */
    void committed(int entries) {
        long now = clock.nanoTime();
        double lately = entries / (double) Math.max(1, now - committedNanos);
        perNano += (lately - perNano) * NEWS;
        committedNanos = now;
    }
}
