package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.QueueConfig;
import java.util.random.RandomGenerator;

/**
 * When to try again: the first pause, then each twice the one before up to the longest, each made shorter or longer at random so
 * that what failed together does not come back together. For one thread.
 */
final class RetrySchedule {
    private static final int MAX_DOUBLINGS = 30;

    private final long firstMillis;
    private final long maxMillis;
    private final int jitterPercent;
    private final RandomGenerator random;

    RetrySchedule(QueueConfig config, RandomGenerator random) {
        this.firstMillis = config.firstRetry().toMillis();
        this.maxMillis = config.maxRetry().toMillis();
        this.jitterPercent = config.jitter();
        this.random = random;
    }

    /** The pause after the given number of failed attempts, 1 or more, in milliseconds. */
    long pauseMillis(int attempts) {
        long pause = plainMillis(attempts);
        long spread = pause * jitterPercent / 100;
        return spread == 0 ? pause : pause - spread + random.nextLong(2 * spread + 1);
    }

    /** The shortest that the pause can be. */
    long shortestMillis(int attempts) {
        long pause = plainMillis(attempts);
        return pause - pause * jitterPercent / 100;
    }

    /** The longest that the pause can be. */
    long longestMillis(int attempts) {
        long pause = plainMillis(attempts);
        return pause + pause * jitterPercent / 100;
    }

    /** The instant itself, or one after the pause from now where it lies further ahead than the longest pause: no attempt set it. */
    long within(long dueMillis, int attempts, long nowMillis) {
        return dueMillis - nowMillis > longestMillis(attempts) ? nowMillis + pauseMillis(attempts) : dueMillis;
    }

    private long plainMillis(int attempts) {
        int doublings = Math.clamp(attempts - 1L, 0, MAX_DOUBLINGS);
        return doublings >= Long.numberOfLeadingZeros(firstMillis) - 1
                ? maxMillis
                : Math.min(firstMillis << doublings, maxMillis);
    }
}
