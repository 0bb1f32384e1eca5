package com.penguinmails.mta.cli.inject;

/**
 * How much and how fast.
 *
 * @param count messages
 * @param rate messages a second, 0 for as fast as it goes
 * @param connections at the same time
 */
public record InjectionPlan(long count, int rate, int connections) {
    private static final long COUNT_MAX = 100_000_000;
    private static final int RATE_MAX = 1_000_000;
    private static final int CONNECTIONS_MAX = 10_000;

    public InjectionPlan {
        within("--count", count, 1, COUNT_MAX);
        within("--rate", rate, 0, RATE_MAX);
        within("--connections", connections, 1, CONNECTIONS_MAX);
    }

    private static void within(String name, long value, long least, long greatest) {
        if (value < least || value > greatest) {
            throw new IllegalArgumentException(name + " must be " + least + " to " + greatest + ", not " + value);
        }
    }
}
