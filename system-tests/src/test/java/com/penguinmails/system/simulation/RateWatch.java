package com.penguinmails.system.simulation;

import com.penguinmails.mta.config.Rate;

/**
 * Holds what it sees to a rate in every window: of any length, it allows what the rate gives in that time, rounded up where the
 * burst is a single one, and one burst, which is a tenth of a second's worth and at least one; and at one instant the burst alone.
 * Written as a leak that must never overflow, which is the same for all windows at once. For one thread.
 */
final class RateWatch {
    private static final double BURST_SECONDS = 0.1;
    private static final double ROUNDING = 1e-6;

    private final String name;
    private final double perNano;
    private final double burst;
    private double level;
    private long lastNanos = -1;
    private int atOnce;

    RateWatch(String name, Rate rate) {
        this.name = name + " of " + rate;
        perNano = (double) rate.count() / rate.per().toNanos();
        burst = Math.max(1, Math.floor(perNano * 1e9 * BURST_SECONDS));
    }

    /** So many are sent at this instant; says what is broken by it, or nothing. */
    String take(int count, long nanos) {
        level = Math.max(0, level - (nanos - lastNanos) * perNano) + count;
        atOnce = nanos == lastNanos ? atOnce + count : count;
        lastNanos = nanos;
        double roundedUp = burst == 1 ? 1 : 0;
        return atOnce > burst || level > burst + roundedUp + ROUNDING
                ? name + " with a burst of " + burst + " is exceeded: " + level + ", at once " + atOnce
                : "";
    }
}
