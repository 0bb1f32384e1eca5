package com.penguinmails.control.config;

import com.penguinmails.mta.config.Between;
import java.time.Duration;

/**
 * What nodes tell of mail.
 *
 * @param retention for how long it is kept, in whole days; what is counted by day stays
 */
public record EventsConfig(@Between({
        "1d", "3650d"}) Duration retention) {

    /** The shipped defaults. */
    public static EventsConfig defaults() {
        return new EventsConfig(Duration.ofDays(90));
    }
}
