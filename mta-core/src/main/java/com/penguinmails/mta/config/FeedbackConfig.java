package com.penguinmails.mta.config;

import java.time.Duration;

/**
 * How a path follows what its receiver says.
 *
 * @param startConnections that a path may have open at once before its receiver has taken a message; each message that is taken
 *            allows one more, up to the path's limit
 * @param hold how long after a refusal of connections a path has no more of them than it was left with
 * @param learnRates whether a rate is learned from a receiver that defers because of too many messages
 * @param rateWindow the time over which receivers count messages
 * @param probePermille of a thousand messages that were taken, so many may be deferred to find out whether more is allowed
 */
public record FeedbackConfig(@Between({
        "1", "10000"}) int startConnections,
        @Between({"100ms", "1d"}) Duration hold, boolean learnRates, @Between({"1s", "1h"}) Duration rateWindow,
        @Between({"1", "20"}) int probePermille) {

    /** The shipped defaults. */
    public static FeedbackConfig defaults() {
        return new FeedbackConfig(4, Duration.ofSeconds(30), true, Duration.ofMinutes(1), 10);
    }
}
