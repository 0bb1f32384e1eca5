package com.penguinmails.mta.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many in a time; in configuration {@code "100/s"}, {@code "1200/min"}, {@code "5000/h"}, {@code "20000/d"} or, where some of them
 * may go at once after a rest, {@code "5000/h, 500 at once"}: still no more than 5,000 in any hour.
 *
 * @param count at least 1
 * @param per a second, a minute, an hour or a day
 * @param atOnce fewer than {@code count}; 0: what it gives in a tenth of a second
 */
public record Rate(long count, Duration per, long atOnce) {
    private static final Pattern FORM = Pattern
            .compile("(\\d{1,12})\\s*/\\s*(s|min|h|d)(?:\\s*,\\s*(\\d{1,12}) at once)?");

    public Rate {
        if (count < 1) {
            throw new IllegalArgumentException("a rate is at least 1; leave the key out for no limit");
        }
        if (per.isNegative() || per.isZero()) {
            throw new IllegalArgumentException("a rate's period is longer than nothing");
        }
        if (atOnce < 0 || atOnce >= count) {
            throw new IllegalArgumentException("fewer than the " + count + " of the rate may go at once");
        }
    }

    /** One of which what it gives in a tenth of a second may go at once. */
    public Rate(long count, Duration per) {
        this(count, per, 0);
    }

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static Rate parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a rate such as \"100/s\" is expected (s, min, h or d)");
        }
        String atOnce = matcher.group(3);
        return new Rate(Long.parseLong(matcher.group(1)), period(matcher.group(2)),
                atOnce == null ? 0 : Long.parseLong(atOnce));
    }

    /** The period of that unit. */
    static Duration period(String unit) {
        return switch (unit) {
            case "s" -> Duration.ofSeconds(1);
            case "min" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> throw new IllegalArgumentException("a rate is in s, min, h or d");
        };
    }

    static String unit(Duration per) {
        return switch ((int) per.toSeconds()) {
            case 1 -> "s";
            case 60 -> "min";
            case 3600 -> "h";
            default -> "d";
        };
    }

    @Override
    public String toString() {
        return count + "/" + unit(per) + (atOnce == 0 ? "" : ", " + atOnce + " at once");
    }
}
