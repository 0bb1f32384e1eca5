package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Times for people: UTC, with how far away they are, and with the day where that is not today's.
 *
 * @param now what they are away from
 */
record TimeText(Instant now) {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY_AND_TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss")
            .withZone(ZoneOffset.UTC);
    private static final Duration DAY = Duration.ofDays(1);

    static TimeText at(long nowMillis) {
        return new TimeText(Instant.ofEpochMilli(nowMillis));
    }

    /** As in {@code 03:03:53 (in 5 min)}. */
    String of(Instant instant) {
        Duration distance = Duration.between(now, instant);
        DateTimeFormatter form = distance.abs().compareTo(DAY) < 0 ? TIME : DAY_AND_TIME;
        String far = words(distance.abs());
        return form.format(instant) + (distance.isNegative() ? " (" + far + " ago)" : " (in " + far + ")");
    }

    /** As above; empty for 0. */
    String ofMillis(long millis) {
        return millis == 0 ? "" : of(Instant.ofEpochMilli(millis));
    }

    /** As the API writes instants; empty where there is none. */
    String of(JsonNode instant) {
        return instant.isTextual() ? of(Instant.parse(instant.asText())) : "";
    }

    /** How long ago, as in {@code 5 min}. */
    String age(Instant instant) {
        return words(Duration.between(instant, now));
    }

    private static String words(Duration time) {
        if (time.compareTo(Duration.ofMinutes(2)) < 0) {
            return Math.max(0, time.toSeconds()) + " s";
        }
        if (time.compareTo(Duration.ofHours(2)) < 0) {
            return time.toMinutes() + " min";
        }
        return time.compareTo(Duration.ofDays(2)) < 0 ? time.toHours() + " h" : time.toDays() + " d";
    }
}
