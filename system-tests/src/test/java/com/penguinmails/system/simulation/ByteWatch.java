package com.penguinmails.system.simulation;

import com.penguinmails.mta.config.ByteRate;

/**
 * Holds what it sees to a rate of octets in every window: what the rate gives in that time, a tenth of a second's worth, and the
 * last mail whatever its size. For one thread.
 */
final class ByteWatch {
    private static final double BURST_SECONDS = 0.1;
    private static final double ROUNDING = 1;

    private final String name;
    private final double perNano;
    private final double burst;
    private double level;
    private long lastNanos;

    ByteWatch(String name, ByteRate rate) {
        this.name = name + " of " + rate;
        perNano = (double) rate.size().bytes() / rate.per().toNanos();
        burst = perNano * 1e9 * BURST_SECONDS;
    }

    /** A node that starts anew does not know what the last mail owes. */
    void forgetDebt() {
        level = Math.min(level, burst);
    }

    /** So many octets are sent at this instant; says what is broken by it, or nothing. */
    String take(long octets, long nanos) {
        level = Math.max(0, level - (nanos - lastNanos) * perNano);
        lastNanos = nanos;
        String broken = level > burst + ROUNDING ? name + " is exceeded: " + level + " before this mail" : "";
        level += octets;
        return broken;
    }
}
