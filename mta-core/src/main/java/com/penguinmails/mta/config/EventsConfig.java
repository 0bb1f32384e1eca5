package com.penguinmails.mta.config;

import java.time.Duration;

/**
 * The event log.
 *
 * @param retention how long events are kept
 * @param maxSize of the log on disk; the oldest go first
 */
public record EventsConfig(@Between({
        "1min", "3650d"}) Duration retention, @Between({"64MiB", "64TiB"}) ByteSize maxSize) {

    /** The shipped defaults. */
    public static EventsConfig defaults() {
        return new EventsConfig(Duration.ofDays(14), ByteSize.ofMiB(10 * 1024));
    }
}
