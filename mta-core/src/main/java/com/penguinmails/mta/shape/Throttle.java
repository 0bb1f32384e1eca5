package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.Rate;
import java.util.Objects;

/**
 * One counter of the first gate, and who waits for it, in fair order. A limit counts one for each recipient. For one thread.
 *
 * @param <M> what waits
 */
public final class Throttle<M extends FairShare.Member> {
    private final FairShare<M> waiting = new FairShare<>();
    private final TokenBucket bucket;
    private final LimitKey key;
    private LimitConfig limit;

    Throttle(LimitKey key, LimitConfig limit, long nowNanos) {
        this.key = key;
        this.limit = limit;
        this.bucket = new TokenBucket(rate(limit), nowNanos);
    }

    void change(LimitConfig newLimit, long nowNanos) {
        limit = newLimit;
        bucket.change(rate(newLimit), nowNanos);
    }

    public TokenBucket bucket() {
        return bucket;
    }

    public FairShare<M> waiting() {
        return waiting;
    }

    boolean isOf(LimitConfig other) {
        return limit.name().equals(other.name());
    }

    /** Where it is set. */
    public String rule() {
        return "[[limits]] " + limit.name() + " in shaping.toml";
    }

    /** In words, such as {@code rate limit of 100/s (each-tenant[acme])}. */
    public String describe() {
        return "rate limit of " + rate(limit) + " (" + key + ")";
    }

    private static Rate rate(LimitConfig limit) {
        return Objects.requireNonNull(limit.rate(), "a limit of the first gate has a rate");
    }
}
