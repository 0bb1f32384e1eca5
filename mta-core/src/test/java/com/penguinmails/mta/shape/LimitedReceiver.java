package com.penguinmails.mta.shape;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/** How receivers count messages: each says at an instant whether it takes one more. */
interface LimitedReceiver {
    boolean takes(long nanos);

    /** By how it counts: a receiver that allows so many a minute. */
    static Map<String, Supplier<LimitedReceiver>> ofEachKind(long limit) {
        Map<String, Supplier<LimitedReceiver>> receivers = new TreeMap<>();
        receivers.put("fixed windows", () -> fixedWindows(limit, 60));
        receivers.put("windows by the clock", () -> clockWindows(limit, 60, 47));
        receivers.put("a sliding window", () -> slidingWindow(limit, 60));
        receivers.put("a bucket for a minute", () -> bucket(limit / 60.0, (double) limit));
        receivers.put("a bucket of ten", () -> bucket(limit / 60.0, 10));
        receivers.put("a receiver whose minute has 61 seconds", () -> fixedWindows(limit * 61 / 60, 61));
        return receivers;
    }

    /** Windows of fixed length, each from the first message after the one before; refused ones change nothing. */
    static LimitedReceiver fixedWindows(long limit, double seconds) {
        return new LimitedReceiver() {
            private long start = Long.MIN_VALUE / 2;
            private long count;

            @Override
            public boolean takes(long nanos) {
                if (nanos - start >= seconds * 1e9) {
                    start = nanos;
                    count = 0;
                }
                return ++count <= limit;
            }
        };
    }

    /** Windows that lie where the receiver's clock says, whenever messages come. */
    static LimitedReceiver clockWindows(long limit, double seconds, double offsetSeconds) {
        return new LimitedReceiver() {
            private long window = -1;
            private long count;

            @Override
            public boolean takes(long nanos) {
                long now = (long) ((nanos / 1e9 + offsetSeconds) / seconds);
                if (now != window) {
                    window = now;
                    count = 0;
                }
                return ++count <= limit;
            }
        };
    }

    /** At most so many taken in any stretch of the window's length. */
    static LimitedReceiver slidingWindow(long limit, double seconds) {
        ArrayDeque<Long> taken = new ArrayDeque<>();
        return nanos -> {
            while (!taken.isEmpty() && nanos - taken.getFirst() >= seconds * 1e9) {
                taken.removeFirst();
            }
            return taken.size() < limit && taken.add(nanos);
        };
    }

    /** A bucket that is refilled evenly. */
    static LimitedReceiver bucket(double perSecond, double burst) {
        return new LimitedReceiver() {
            private double level = burst;
            private long updated;

            @Override
            public boolean takes(long nanos) {
                level = Math.min(burst, level + (nanos - updated) * perSecond / 1e9);
                updated = nanos;
                if (level < 1) {
                    return false;
                }
                level--;
                return true;
            }
        };
    }
}
