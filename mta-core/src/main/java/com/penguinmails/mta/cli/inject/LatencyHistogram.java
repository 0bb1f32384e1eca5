package com.penguinmails.mta.cli.inject;

import java.util.concurrent.atomic.AtomicLongArray;

/** Counts durations in buckets that are at most 1/32 wide of their value, from one microsecond to a day. Thread-safe. */
final class LatencyHistogram {
    private static final int EXACT = 64;
    private static final int STEPS = 32;
    private static final int DOUBLINGS = 32;

    private final AtomicLongArray counts = new AtomicLongArray(EXACT + STEPS * DOUBLINGS);

    void add(long nanos) {
        counts.incrementAndGet(bucket(Math.max(0, nanos / 1000)));
    }

    /** The upper end, in milliseconds, of the bucket in which this share of all durations is reached; 0 without any. */
    double millis(double share) {
        long total = 0;
        for (int i = 0; i < counts.length(); i++) {
            total += counts.get(i);
        }
        long rank = Math.max(1, (long) Math.ceil(share * total));
        long seen = 0;
        for (int i = 0; i < counts.length(); i++) {
            seen += counts.get(i);
            if (seen >= rank) {
                return upperMicros(i) / 1000.0;
            }
        }
        return 0;
    }

    private int bucket(long micros) {
        if (micros < EXACT) {
            return (int) micros;
        }
        int exponent = 63 - Long.numberOfLeadingZeros(micros);
        int step = (int) (micros >>> (exponent - 5)) - STEPS;
        return Math.min(counts.length() - 1, EXACT + (exponent - 6) * STEPS + step);
    }

    private static long upperMicros(int bucket) {
        if (bucket < EXACT) {
            return bucket;
        }
        int exponent = (bucket - EXACT) / STEPS + 6;
        int step = (bucket - EXACT) % STEPS + STEPS;
        return ((step + 1L) << (exponent - 5)) - 1;
    }
}
