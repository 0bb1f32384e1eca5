package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.Rate;

/**
 * Holds a rate exactly: in any span of time it gives out at most what the rate allows for that span, rounded up, and one burst. The
 * burst is what the rate gives in a tenth of a second, at least one; it makes up for a wake-up that comes late, no more. A rate that says
 * how many may go at once has these as its burst, and gives so many fewer in its time.
 *
 * <p>Where the burst is a single token, one that is taken late would put off all that follow it. So part of the next one may be
 * gathered meanwhile, never all of it: what the rate gives in {@value #LATENESS_NANOS} ns, and while somebody waits
 * ({@link #want}) or a token is reserved, as much as there is. There is still never more than one token at an instant.
 *
 * <p>A token may be reserved before it is taken, so that mail can be prepared for it; what is taken counts from the instant of
 * taking, when the mail is given to its connection. A receiver sees it a little later, and two of them closer together by as much
 * longer as the first was on its way. So where that is at most 25 ms, it sees in any span at most what the rate gives in the span
 * and 25 ms, rounded up, and one burst. There are always at least as many tokens as reservations.
 *
 * <p>The level is kept in whole units, of which a nanosecond adds {@code count} and a token costs as many as the period has
 * nanoseconds, so nothing is rounded in the taker's favour and errors do not add up. For one thread.
 */
public final class TokenBucket {
    private static final long BURST_NANOS = 100_000_000;
    private static final long LATENESS_NANOS = 50_000_000;

    private Rate rate;
    private long unitsPerNano;
    private long unitsPerToken;
    private long capacity;
    /** What may be gathered beyond the capacity: when nobody waits, and when somebody does. */
    private long idleSlack;
    private long wantedSlack;
    private boolean wanted;
    private long level;
    private long reserved;
    private long updatedNanos;

    /** A full bucket. */
    public TokenBucket(Rate rate, long nowNanos) {
        this.rate = rate;
        this.updatedNanos = nowNanos;
        apply(rate);
        this.level = capacity;
    }

    /** The rate that it holds. */
    public Rate rate() {
        return rate;
    }

    /** The most tokens that it gives out at once. */
    public long burst() {
        return capacity / unitsPerToken;
    }

    /** Holds another rate from now on; what was gathered stays as far as the new burst allows. */
    public void change(Rate newRate, long nowNanos) {
        if (newRate.equals(rate)) {
            return;
        }
        long tokens = available(nowNanos);
        rate = newRate;
        apply(newRate);
        level = Math.min(capacity, Math.max(0, tokens) * unitsPerToken);
    }

    /** As if all had been taken at that instant. */
    void useUp(long nanos) {
        level = 0;
        updatedNanos = nanos;
    }

    /** Whether somebody waits for a token. */
    public void want(boolean isWanted, long nowNanos) {
        if (wanted != isWanted) {
            refill(nowNanos);
            wanted = isWanted;
        }
    }

    /** How many may be reserved now. */
    public long available(long nowNanos) {
        refill(nowNanos);
        return level / unitsPerToken - reserved;
    }

    /** The earliest instant at which one more may be reserved; {@code nowNanos} if that is now. */
    public long releaseNanos(long nowNanos) {
        refill(nowNanos);
        long needed = (reserved + 1) * unitsPerToken;
        if (level >= needed) {
            return nowNanos;
        }
        if (needed > capacity) {
            // All that fits is reserved: only a taking or a release makes room, and both are followed by another look.
            return Long.MAX_VALUE;
        }
        return nowNanos + Math.ceilDiv(needed - level, unitsPerNano);
    }

    /** How long it takes to gather one token, rounded up. */
    public long intervalNanos() {
        return Math.ceilDiv(unitsPerToken, unitsPerNano);
    }

    /** Puts one token aside. Only when {@link #available} says so. */
    public void reserve() {
        reserved++;
    }

    /** Gives a reserved token back unused. */
    public void release() {
        reserved--;
    }

    /** Takes a reserved token. */
    public void take(long nowNanos) {
        refill(nowNanos);
        reserved--;
        // After a change to a lower rate there may be fewer tokens than reservations; the debt is paid by waiting.
        level -= unitsPerToken;
    }

    private void apply(Rate newRate) {
        // What may go at once is part of what the rate gives in its time, so that a burst and a whole time keep to it together.
        unitsPerNano = newRate.count() - newRate.atOnce();
        unitsPerToken = newRate.per().toNanos();
        long tokens = newRate.atOnce() > 0
                ? newRate.atOnce()
                : Math.max(1, (long) ((double) newRate.count() * BURST_NANOS / unitsPerToken));
        capacity = Math.min(tokens, Long.MAX_VALUE / 4 / unitsPerToken) * unitsPerToken;
        boolean single = capacity == unitsPerToken;
        wantedSlack = single ? unitsPerToken - 1 : 0;
        idleSlack = single ? (long) Math.min(unitsPerToken - 1.0, (double) unitsPerNano * LATENESS_NANOS) : 0;
    }

    private void refill(long nowNanos) {
        long elapsed = nowNanos - updatedNanos;
        if (elapsed <= 0) {
            return;
        }
        updatedNanos = nowNanos;
        long most = capacity + (wanted || reserved > 0 ? wantedSlack : idleSlack);
        // What was gathered while somebody waited goes when nobody does.
        long nanosToFull = Math.max(0, Math.ceilDiv(most - level, unitsPerNano));
        level = elapsed >= nanosToFull ? most : level + elapsed * unitsPerNano;
    }
}
