package com.penguinmails.mta.simulate;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The frame of a chart over time: where values lie in it, its grid and its axes. */
final class ChartFrame {
    static final int WIDTH = 960;
    static final int LEFT = 72;
    static final int RIGHT = 16;
    static final int TOP = 12;

    private static final int LABEL_ROOM = 28;
    private static final int TICKS = 5;
    private static final double LARGEST_STEPS = 8;
    private static final long[] TIME_STEPS = {1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800,
            21_600, 43_200, 86_400, 172_800, 432_000, 864_000, 2_592_000};
    private static final long DAY = 86_400;
    private static final long MINUTE = 60;
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    private final int height;
    private final Instant start;
    private final double seconds;
    private final double most;

    /**
     * @param seconds how long the time axis is
     * @param most the largest value; the axis ends at a round number above it
     */
    ChartFrame(int height, Instant start, double seconds, double most) {
        this.height = height;
        this.start = start;
        this.seconds = Math.max(1, seconds);
        this.most = rounded(Math.max(1, most));
    }

    double x(double second) {
        return LEFT + Math.min(second, seconds) / seconds * (WIDTH - LEFT - RIGHT);
    }

    double y(double value) {
        return bottom() - value / most * (bottom() - TOP);
    }

    int bottom() {
        return height - LABEL_ROOM;
    }

    void drawGrid(Svg svg) {
        for (int i = 0; i <= TICKS; i++) {
            double value = most * i / TICKS;
            svg.line(LEFT, y(value), WIDTH - RIGHT, y(value), i == 0 ? "axis" : "grid");
            svg.label(LEFT - 8, y(value) + 4, "end", shortNumber(value));
        }
    }

    /** Marks at round times of day. */
    void drawTimes(Svg svg) {
        long step = timeStep();
        DateTimeFormatter format = step % DAY == 0 ? DATE : step >= MINUTE ? HOUR : SECOND;
        long startSecond = start.getEpochSecond();
        for (long at = Math.ceilDiv(startSecond, step) * step; at - startSecond <= seconds; at += step) {
            double x = x((double) (at - startSecond));
            svg.line(x, bottom(), x, bottom() + 5, "axis");
            if (x > LEFT + 24 && x < WIDTH - RIGHT - 24) {
                svg.label(x, bottom() + 20, "middle", format.format(Instant.ofEpochSecond(at)));
            }
        }
    }

    private long timeStep() {
        for (long step : TIME_STEPS) {
            if (seconds / step <= LARGEST_STEPS) {
                return step;
            }
        }
        return TIME_STEPS[TIME_STEPS.length - 1];
    }

    private static double rounded(double value) {
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        double head = value / power;
        double round = head <= 1 ? 1 : head <= 2 ? 2 : head <= 2.5 ? 2.5 : head <= 5 ? 5 : 10;
        return round * power;
    }

    /** Such as {@code 2.5 M}. */
    static String shortNumber(double value) {
        if (value >= 1e6) {
            return trimmed(value / 1e6) + " M";
        }
        return value >= 1e4 ? trimmed(value / 1e3) + " k" : trimmed(value);
    }

    private static String trimmed(double value) {
        String text = String.format(Locale.ROOT, "%.2f", value);
        return text.replaceAll("\\.?0+$", "");
    }

    /** When something happens, as the page says it. */
    static String moment(Instant start, double second) {
        return HOUR.format(start.plus(Duration.ofMillis(Math.round(second * 1000))));
    }
}
