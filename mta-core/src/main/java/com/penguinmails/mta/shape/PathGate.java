package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.PathLimitsConfig;

/**
 * Counts and holds the limits of one path. A limit on messages counts one for each recipient, at the instant at which the
 * transaction is given to the connection. For one thread.
 */
public final class PathGate {
    private final OptionalBucket messages = new OptionalBucket();
    private final OptionalBucket connectionStarts = new OptionalBucket();
    private PathLimitsConfig limits;
    private int connections;

    public PathGate(PathLimitsConfig limits, long nowNanos) {
        this.limits = limits;
        change(limits, nowNanos);
    }

    /** Holds other limits from now on; connections above a lower limit end as they become idle. */
    public void change(PathLimitsConfig newLimits, long nowNanos) {
        limits = newLimits;
        messages.hold(newLimits.rate(), nowNanos);
        connectionStarts.hold(newLimits.connectionRate(), nowNanos);
    }

    public PathLimitsConfig limits() {
        return limits;
    }

    /** Connections open or being opened. */
    public int connections() {
        return connections;
    }

    /** The earliest instant for one more recipient. */
    public long messageReleaseNanos(long nowNanos) {
        return messages.releaseNanos(nowNanos);
    }

    public void reserveMessage() {
        messages.reserve();
    }

    public void releaseMessage() {
        messages.release();
    }

    public void takeMessage(long nowNanos) {
        messages.take(nowNanos);
    }

    /** Whether as many connections are open as may be. */
    public boolean isFull() {
        return connections >= limits.connections();
    }

    /** Whether more connections are open than may be since the limit was lowered. */
    public boolean isOverfull() {
        return connections > limits.connections();
    }

    /** The earliest instant at which the rate of connections allows another. */
    public long connectionReleaseNanos(long nowNanos) {
        return connectionStarts.releaseNanos(nowNanos);
    }

    /** A connection is being opened; only when {@link #isFull} and {@link #connectionReleaseNanos} allow it. */
    public void connectionStarts(long nowNanos) {
        connections++;
        connectionStarts.reserve();
        connectionStarts.take(nowNanos);
    }

    /** A connection is gone, or could not be opened. */
    public void connectionEnds() {
        connections--;
    }

    /** Whether it holds nothing back and has gathered all that it can: forgetting it would give nobody more. */
    public boolean isRested(long nowNanos) {
        return messages.isFull(nowNanos) && connectionStarts.isFull(nowNanos);
    }

    /** In words, what holds mail on this path back now; empty when nothing does. */
    public String reason(long nowNanos) {
        if (messages.releaseNanos(nowNanos) > nowNanos) {
            return messages.describe("message rate");
        }
        if (isFull()) {
            return "connection limit of " + limits.connections();
        }
        return connectionStarts.releaseNanos(nowNanos) > nowNanos ? connectionStarts.describe("connection rate") : "";
    }
}
