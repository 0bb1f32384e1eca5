package com.penguinmails.mta.schedule;

/**
 * Measures how fast mail leaves through one path, and how fast one connection of it is while it is at work, over about the last
 * minute: what is older counts exponentially less. For one thread.
 */
final class PathMeter {
    private static final double WINDOW_NANOS = 60e9;
    private static final double NANOS_PER_SECOND = 1e9;

    private long firstNanos = Long.MIN_VALUE;
    private long updatedNanos;
    private double begun;
    private double done;
    private double workedNanos;
    private double openings;
    private double openingNanos;

    /** Recipients were given to a connection. */
    void begun(int recipients, long nowNanos) {
        decay(nowNanos);
        begun += recipients;
    }

    /** Recipients have their outcome, and their connection was at work for so long since it was accounted for the last time. */
    void done(int recipients, long worked, long nowNanos) {
        decay(nowNanos);
        done += recipients;
        workedNanos += worked;
    }

    /** A connection was opened, in so long. */
    void opened(long took, long nowNanos) {
        decay(nowNanos);
        openings++;
        openingNanos += took;
    }

    /** Recipients a second that left. */
    double perSecond(long nowNanos) {
        decay(nowNanos);
        double seen = firstNanos == Long.MIN_VALUE ? 0 : nowNanos - firstNanos;
        double window = WINDOW_NANOS * (1 - Math.exp(-seen / WINDOW_NANOS));
        return window <= 0 ? 0 : begun / window * NANOS_PER_SECOND;
    }

    /** Recipients a second that one connection serves while it is at work; 0 when it is not known. */
    double perSecondOfConnection() {
        return workedNanos <= 0 ? 0 : done / workedNanos * NANOS_PER_SECOND;
    }

    /** How long it takes to open a connection, in seconds; 0 when it is not known. */
    double openingSeconds() {
        return openings <= 0 ? 0 : openingNanos / openings / NANOS_PER_SECOND;
    }

    private void decay(long nowNanos) {
        if (firstNanos == Long.MIN_VALUE) {
            firstNanos = nowNanos;
            updatedNanos = nowNanos;
        }
        long elapsed = nowNanos - updatedNanos;
        if (elapsed <= 0) {
            return;
        }
        updatedNanos = nowNanos;
        double kept = Math.exp(-elapsed / WINDOW_NANOS);
        begun *= kept;
        done *= kept;
        workedNanos *= kept;
        openings *= kept;
        openingNanos *= kept;
    }
}
