package com.penguinmails.mta.config;

import java.time.Duration;
import java.util.List;

/**
 * Retries, expiry and bounds of the queue.
 *
 * @param firstRetry after the first deferral
 * @param maxRetry the longest pause between two attempts; each pause is twice the one before
 * @param jitter by how many percent a pause is made shorter or longer at random, 0 to 50
 * @param expiry how long a message is tried (RFC 5321 §4.5.4.1)
 * @param maxRecipients queued in all; beyond it new mail is refused for now
 * @param memory outside the heap that queued recipients may take; beyond it new mail is refused for now
 * @param resumeBelow at how many percent of such a mark new mail is taken again
 * @param whileRecovering whether new mail is taken while the mail of an earlier start comes back into the queue: {@code accept} or
 *     {@code refuse}
 * @param seed of the jitter; 0: from the system
 */
public record QueueConfig(@Between({
        "1s", "1d"}) Duration firstRetry, @Between({"1s", "7d"}) Duration maxRetry, @Between({"0", "50"}) int jitter,
        @Between({"1s", "30d"}) Duration expiry, @Between({"1000", "100000000"}) int maxRecipients,
        @Between({"1MiB", "64GiB"}) ByteSize memory, @Between({"10", "100"}) int resumeBelow, String whileRecovering,
        long seed) {

    public QueueConfig {
        if (!List.of("accept", "refuse").contains(whileRecovering)) {
            throw new IllegalArgumentException("while_recovering must be \"accept\" or \"refuse\"");
        }
    }

    /** The shipped defaults. */
    public static QueueConfig defaults() {
        return new QueueConfig(Duration.ofMinutes(5), Duration.ofHours(4), 20, Duration.ofDays(5), 10_000_000,
                ByteSize.ofMiB(1024), 90, "accept", 0);
    }
}
