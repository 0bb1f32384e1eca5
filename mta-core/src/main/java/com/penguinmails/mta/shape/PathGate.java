package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.FeedbackConfig;
import com.penguinmails.mta.config.PathLimitsConfig;
import com.penguinmails.mta.outcome.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * Counts and holds the limits of one path alone; what it shares with others is in {@link LimitCounter}. A limit on messages counts
 * one for each recipient, at the instant at which the transaction is given to the connection. For one thread.
 */
public final class PathGate {
    private final OptionalBucket messages = new OptionalBucket();
    private final OptionalBucket connectionStarts = new OptionalBucket();
    private PathLimitsConfig limits;
    private final PathFeedback feedback;
    private int reserved;
    private @Nullable ByteBucket bytes;
    private int connections;

    public PathGate(PathLimitsConfig limits, FeedbackConfig feedback, long nowNanos) {
        this.limits = limits;
        this.feedback = new PathFeedback(feedback, nowNanos);
        change(limits, nowNanos);
    }

    /** Holds other limits from now on; connections above a lower limit end as they become idle. */
    public void change(PathLimitsConfig newLimits, long nowNanos) {
        limits = newLimits;
        messages.hold(newLimits.rate(), nowNanos);
        connectionStarts.hold(newLimits.connectionRate(), nowNanos);
        if (newLimits.bytes() == null) {
            bytes = null;
        } else if (bytes == null) {
            bytes = new ByteBucket(newLimits.bytes(), nowNanos);
        } else {
            bytes.change(newLimits.bytes(), nowNanos);
        }
    }

    /** As if, at that instant, all had been sent and opened that the rates allow at once. */
    public void useUp(long nanos) {
        messages.useUp(nanos);
        connectionStarts.useUp(nanos);
        if (bytes != null) {
            bytes.useUp(nanos);
        }
    }

    /** Follows what the receiver says by other settings from now on, and keeps what was learned. */
    public void follow(FeedbackConfig settings, long nowNanos) {
        feedback.change(settings, reserved, nowNanos);
    }

    /** What the receiver has taught. */
    public PathFeedback feedback() {
        return feedback;
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
        return Math.max(limitReleaseNanos(nowNanos), feedback.rate().releaseNanos(nowNanos));
    }

    /** The same by the path's limits alone, whatever the receiver allows. */
    public long limitReleaseNanos(long nowNanos) {
        long release = messages.releaseNanos(nowNanos);
        return bytes == null ? release : Math.max(release, bytes.releaseNanos(nowNanos));
    }

    /** How many recipients the path's own rate lets through now; {@link Long#MAX_VALUE} where it has none. */
    public long available(long nowNanos) {
        return messages.available(nowNanos);
    }

    /** Whether the path's own rate is used about as fast as it gives, if so many more are sent soon. */
    public boolean isScarce(int expected, long nowNanos) {
        return messages.isScarce(expected, nowNanos);
    }

    /** Whether mail that was chosen may be sent now: its size was not known when it was chosen. */
    public boolean hasBytes(long nowNanos) {
        return bytes == null || bytes.isOpen(nowNanos);
    }

    /** Whether mail that is ready to begin must wait all the same: the receiver has deferred for the rate meanwhile. */
    public boolean isResting(long nowNanos) {
        return feedback.rate().isResting(nowNanos);
    }

    public void reserveMessage() {
        reserved++;
        feedback.rate().reserve();
        messages.reserve();
        if (bytes != null) {
            bytes.expect();
        }
    }

    public void releaseMessage() {
        reserved--;
        feedback.rate().release();
        messages.release();
        if (bytes != null) {
            bytes.expectNoMore();
        }
    }

    public void takeMessage(long nowNanos) {
        reserved--;
        feedback.rate().begin(nowNanos);
        messages.take(nowNanos);
        if (bytes != null) {
            bytes.expectNoMore();
        }
    }

    /** A transaction with so many octets of content is sent. */
    public void takeBytes(long octets, long nowNanos) {
        if (bytes != null) {
            bytes.take(octets, nowNanos);
        }
    }

    /** As many connections as may be open: the limit, or what the receiver allows. */
    public int allowedConnections() {
        return feedback.window().allowed(limits.connections());
    }

    /** Whether as many connections are open as may be. */
    public boolean isFull() {
        return connections >= allowedConnections();
    }

    /** Whether more connections are open than may be since the limit was lowered. */
    public boolean isOverfull() {
        return connections > allowedConnections();
    }

    /** The earliest instant at which the rate of connections allows another. */
    public long connectionReleaseNanos(long nowNanos) {
        return Math.max(connectionStarts.releaseNanos(nowNanos), feedback.window().openNanos());
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

    /** A connection was opened; so many are still being opened. */
    public void opened(int opening) {
        feedback.window().opened(connections - opening);
    }

    /** A connection could not be opened, and no longer counts; so many are still being opened. */
    public void notOpened(Outcome outcome, int opening, long nowNanos) {
        feedback.notOpened(outcome, connections - opening, nowNanos);
    }

    /** A recipient of a transaction that began at {@code beganNanos} has its outcome. */
    public void attempted(Outcome outcome, long beganNanos, long nowNanos) {
        feedback.attempted(outcome, beganNanos, connections, limits.connections(), nowNanos);
    }

    /** Whether it holds nothing back and has gathered all that it can: forgetting it would give nobody more. */
    public boolean isRested(long nowNanos) {
        return feedback.rate().isRested(nowNanos) && feedback.window().isRested(nowNanos)
                && messages.isFull(nowNanos) && connectionStarts.isFull(nowNanos)
                && (bytes == null || bytes.isFull(nowNanos));
    }

    /** Mails a second that the octets allow, as large as the last one; 0 when octets are not limited or none was sent. */
    public double mailsPerSecond() {
        return bytes == null ? 0 : bytes.mailsPerSecond();
    }

    /** In words, which limit on messages or octets holds mail on this path back now; empty when none does. */
    public String limitReason(long nowNanos) {
        if (messages.releaseNanos(nowNanos) > nowNanos) {
            return messages.describe("message rate");
        }
        return bytes != null && bytes.releaseNanos(nowNanos) > nowNanos ? "byte rate limit of " + bytes.rate() : "";
    }

    /** In words, what holds mail on this path back now; empty when nothing does. */
    public String reason(long nowNanos) {
        String reason = limitReason(nowNanos);
        if (!reason.isEmpty()) {
            return reason;
        }
        if (feedback.rate().releaseNanos(nowNanos) > nowNanos) {
            return feedback.rate().describe();
        }
        if (isFull()) {
            return feedback.window().describe(limits.connections());
        }
        return connectionStarts.releaseNanos(nowNanos) > nowNanos ? connectionStarts.describe("connection rate") : "";
    }
}
