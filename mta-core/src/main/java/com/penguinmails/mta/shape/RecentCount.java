package com.penguinmails.mta.shape;

import java.util.Arrays;

/** How many there were in the last stretch of time, within a thirtieth of it. Constant memory. For one thread. */
final class RecentCount {
    private static final int PARTS = 30;

    private final long partNanos;
    private final long[] counts = new long[PARTS];
    private long newest;
    private long total;

    RecentCount(long stretchNanos, long nowNanos) {
        partNanos = Math.max(1, stretchNanos / PARTS);
        newest = part(nowNanos);
    }

    void add(long nowNanos, long count) {
        moveTo(part(nowNanos));
        counts[index(newest)] += count;
        total += count;
    }

    long total(long nowNanos) {
        moveTo(part(nowNanos));
        return total;
    }

    private void moveTo(long part) {
        if (part - newest >= PARTS) {
            Arrays.fill(counts, 0);
            total = 0;
            newest = part;
        }
        while (newest < part) {
            newest++;
            total -= counts[index(newest)];
            counts[index(newest)] = 0;
        }
    }

    private long part(long nanos) {
        return Math.floorDiv(nanos, partNanos);
    }

    private static int index(long part) {
        return (int) Math.floorMod(part, (long) PARTS);
    }
}
