package com.penguinmails.mta.spool;

import com.penguinmails.mta.time.Clock;
import java.time.Duration;

/**
 * What a spool finds around it.
 *
 * @param grace how long a file stays after nothing of it is needed, for readers that were just told of a place in it
 */
record Surroundings(Clock clock, FreeSpace space, Duration grace) {
    static final Duration GRACE = Duration.ofSeconds(10);
}
