package com.penguinmails.mta.schedule;

/** A sum of which what is older counts exponentially less. For one thread. */
final class Decaying {
    private final double windowNanos;
    private double sum;
    private long updatedNanos;

    Decaying(double windowNanos) {
        this.windowNanos = windowNanos;
    }

    void add(double amount, long nowNanos) {
        sum = at(nowNanos) + amount;
        updatedNanos = nowNanos;
    }

    double at(long nowNanos) {
        return sum == 0 ? 0 : sum * Math.exp(-Math.max(0, nowNanos - updatedNanos) / windowNanos);
    }
}
