package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.ByteRate;

/**
 * Holds a rate of octets. How many a mail has is known only when it is sent, so a bucket that still has something lets one mail
 * through whatever its size and goes into debt for the rest: in any span of time at most what the rate gives, a tenth of a second's
 * worth more, and one mail.
 *
 * <p>A mail that is chosen is expected to be as large as the last one until it is sent, so that many chosen at once do not all
 * lean on the same octets. So a release that was told comes nearer when such a mail is sent smaller, or not at all; whoever sleeps
 * until then looks again after {@link #take} and {@link #expectNoMore}.
 *
 * <p>Kept as the instant at which the bucket is full again; what is taken moves it on, rounded up. For one thread.
 */
final class ByteBucket {
    private static final long BURST_NANOS = 100_000_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private ByteRate rate;
    private long fullNanos;
    private int expected;
    private long lastCostNanos;

    ByteBucket(ByteRate rate, long nowNanos) {
        this.rate = rate;
        this.fullNanos = nowNanos;
    }

    /** Holds another rate from now on; a debt is paid at the new rate. */
    void change(ByteRate newRate, long nowNanos) {
        if (!newRate.equals(rate)) {
            long owed = Math.max(0, fullNanos - nowNanos);
            double ratio = nanosPerByte(newRate) / nanosPerByte(rate);
            fullNanos = nowNanos + (long) Math.ceil(owed * ratio);
            lastCostNanos = (long) Math.ceil(lastCostNanos * ratio);
            rate = newRate;
        }
    }

    /** As if all had been taken at that instant. */
    void useUp(long nanos) {
        fullNanos = nanos + BURST_NANOS;
    }

    ByteRate rate() {
        return rate;
    }

    /** The earliest instant for one more mail; {@code nowNanos} if that is now. */
    long releaseNanos(long nowNanos) {
        long release = fullNanos + expected * lastCostNanos - BURST_NANOS + 1;
        return Math.max(nowNanos, release);
    }

    /** Whether it still has something for a mail that was chosen before. */
    boolean isOpen(long nowNanos) {
        return fullNanos - nowNanos < BURST_NANOS;
    }

    boolean isFull(long nowNanos) {
        return expected == 0 && fullNanos <= nowNanos;
    }

    void expect() {
        expected++;
    }

    void expectNoMore() {
        // What was chosen before the limit began to hold was not expected.
        expected = Math.max(0, expected - 1);
    }

    void take(long bytes, long nowNanos) {
        lastCostNanos = (long) Math.ceil(bytes * nanosPerByte(rate));
        fullNanos = Math.max(fullNanos, nowNanos) + lastCostNanos;
    }

    /** Mails a second in the long run, as large as the last one; 0 before there was one. */
    double mailsPerSecond() {
        return lastCostNanos == 0 ? 0 : NANOS_PER_SECOND / lastCostNanos;
    }

    private static double nanosPerByte(ByteRate rate) {
        return (double) rate.per().toNanos() / rate.size().bytes();
    }
}
