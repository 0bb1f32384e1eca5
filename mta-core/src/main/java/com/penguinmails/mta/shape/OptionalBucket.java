package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.Rate;
import org.jspecify.annotations.Nullable;

/** A token bucket, or none where there is no limit. For one thread. */
final class OptionalBucket {
    private @Nullable TokenBucket bucket;
    /** Counted also where there is no limit, so that one that comes later knows of them. */
    private int reserved;

    void hold(@Nullable Rate rate, long nowNanos) {
        if (rate == null) {
            bucket = null;
        } else if (bucket == null) {
            TokenBucket created = new TokenBucket(rate, nowNanos);
            for (int i = 0; i < reserved; i++) {
                created.reserve();
            }
            bucket = created;
        } else {
            bucket.change(rate, nowNanos);
        }
    }

    void useUp(long nanos) {
        if (bucket != null) {
            bucket.useUp(nanos);
        }
    }

    long releaseNanos(long nowNanos) {
        return bucket == null ? nowNanos : bucket.releaseNanos(nowNanos);
    }

    long available(long nowNanos) {
        return bucket == null ? Long.MAX_VALUE : bucket.available(nowNanos);
    }

    /** Whether so many that are expected would leave little more than half of the burst: what comes is used as it comes. */
    boolean isScarce(int expected, long nowNanos) {
        return bucket != null && bucket.available(nowNanos) - expected <= 1 + bucket.burst() / 2;
    }

    long intervalNanos() {
        return bucket == null ? 0 : bucket.intervalNanos();
    }

    boolean isFull(long nowNanos) {
        return reserved == 0 && (bucket == null || bucket.available(nowNanos) == bucket.burst());
    }

    void want(boolean wanted, long nowNanos) {
        if (bucket != null) {
            bucket.want(wanted, nowNanos);
        }
    }

    void reserve() {
        reserved++;
        if (bucket != null) {
            bucket.reserve();
        }
    }

    void release() {
        reserved--;
        if (bucket != null) {
            bucket.release();
        }
    }

    void take(long nowNanos) {
        reserved--;
        if (bucket != null) {
            bucket.take(nowNanos);
        }
    }

    String describe(String unit) {
        return bucket == null ? "" : unit + " limit of " + bucket.rate();
    }
}
