package com.penguinmails.mta.config;

import org.jspecify.annotations.Nullable;

/**
 * Limits of one path (egress source × site).
 *
 * @param connections at once
 * @param messagesPerConnection before QUIT
 * @param rate of messages, or null for none
 * @param connectionRate of new connections, or null for none
 * @param bytes of message content, or null for none
 */
public record PathLimitsConfig(@Between({
        "1", "10000"}) int connections, @Between({"1", "1000000"}) int messagesPerConnection, @Nullable Rate rate,
        @Nullable Rate connectionRate, @Nullable ByteRate bytes) {

    /** The shipped defaults. */
    public static PathLimitsConfig defaults() {
        return new PathLimitsConfig(20, 100, null, null, null);
    }
}
