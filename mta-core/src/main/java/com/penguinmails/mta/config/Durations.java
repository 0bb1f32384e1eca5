package com.penguinmails.mta.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How a time is written: {@code 200ms}, {@code 30s}, {@code 5min}, {@code 4h}, {@code 5d}. */
public final class Durations {
    private static final Pattern FORM = Pattern.compile("(\\d{1,10})\\s*(ms|s|min|h|d)");
    private static final long DAY_MILLIS = 86_400_000;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final long MINUTE_MILLIS = 60_000;
    private static final long SECOND_MILLIS = 1000;

    private Durations() {}

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static Duration parse(String text) {
        Matcher matcher = FORM.matcher(text.strip());
        if (!matcher.matches()) {
            throw new IllegalArgumentException("a duration such as \"30s\" is expected (ms, s, min, h or d)");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "min" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    /** The form above with the largest unit that leaves no fraction; less than a millisecond is left out. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % DAY_MILLIS == 0 && millis > 0) {
            return millis / DAY_MILLIS + "d";
        }
        if (millis % HOUR_MILLIS == 0 && millis > 0) {
            return millis / HOUR_MILLIS + "h";
        }
        if (millis % MINUTE_MILLIS == 0 && millis > 0) {
            return millis / MINUTE_MILLIS + "min";
        }
        return millis % SECOND_MILLIS == 0 ? millis / SECOND_MILLIS + "s" : millis + "ms";
    }
}
