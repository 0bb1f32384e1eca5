package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.Rate;
import org.jspecify.annotations.Nullable;

/** A token bucket, or none where there is no limit. For one thread. */
final class OptionalBucket {
    private @Nullable TokenBucket bucket;

    void hold(@Nullable Rate rate, long nowNanos) {
        if (rate == null) {
            bucket = null;
        } else if (bucket == null) {
            bucket = new TokenBucket(rate, nowNanos);
        } else {
            bucket.change(rate, nowNanos);
        }
    }

    long releaseNanos(long nowNanos) {
        return bucket == null ? nowNanos : bucket.releaseNanos(nowNanos);
    }

    void reserve() {
        if (bucket != null) {
            bucket.reserve();
        }
    }

    void release() {
        if (bucket != null) {
            bucket.release();
        }
    }

    void take(long nowNanos) {
        if (bucket != null) {
            bucket.take(nowNanos);
        }
    }

    String describe(String unit) {
        return bucket == null ? "" : unit + " limit of " + bucket.rate();
    }
}
