package com.penguinmails.mta.config;

import java.time.Duration;

/**
 * The event log.
 *
 * @param retention how long events are kept
 * @param maxSize of the log on disk; the oldest go first
 */
public record EventsConfig(Duration retention, ByteSize maxSize) {

    /** The shipped defaults. */
    public static EventsConfig defaults() {
        return new EventsConfig(Duration.ofDays(14), ByteSize.ofMiB(10 * 1024));
    }
}
