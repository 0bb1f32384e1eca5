package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.LimitConfig;
import org.jspecify.annotations.Nullable;

/**
 * Counts what one limit holds for one mix of the values that it counts apart: messages, octets, connections and their openings. A
 * message counts once for each recipient, at the instant at which its transaction is given to the connection; octets once for each
 * transaction. For one thread.
 */
public final class LimitCounter {
    private static final long LEAST_INTERVAL_NANOS = 1_000_000;

    private final LimitKey key;
    private final OptionalBucket messages = new OptionalBucket();
    private final OptionalBucket connectionStarts = new OptionalBucket();
    private LimitConfig limit;
    private @Nullable ByteBucket bytes;
    private int connections;

    public LimitCounter(LimitKey key, LimitConfig limit, long nowNanos) {
        this.key = key;
        this.limit = limit;
        change(limit, nowNanos);
    }

    /** Holds other values from now on, with what it has gathered. */
    public void change(LimitConfig newLimit, long nowNanos) {
        limit = newLimit;
        messages.hold(newLimit.rate(), nowNanos);
        connectionStarts.hold(newLimit.connectionRate(), nowNanos);
        if (newLimit.bytes() == null) {
            bytes = null;
        } else if (bytes == null) {
            bytes = new ByteBucket(newLimit.bytes(), nowNanos);
        } else {
            bytes.change(newLimit.bytes(), nowNanos);
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

    public LimitKey key() {
        return key;
    }

    public LimitConfig limit() {
        return limit;
    }

    /** The earliest instant at which one more recipient may be chosen; {@link Long#MAX_VALUE} until one that is chosen is sent. */
    public long messageReleaseNanos(long nowNanos) {
        long release = messages.releaseNanos(nowNanos);
        return bytes == null ? release : Math.max(release, bytes.releaseNanos(nowNanos));
    }

    /** How many recipients may be chosen now. */
    public long available(long nowNanos) {
        return bytes != null && bytes.releaseNanos(nowNanos) > nowNanos ? 0 : messages.available(nowNanos);
    }

    /** Whether the rate is used about as fast as it gives, if so many more are sent soon. */
    public boolean isScarce(int expected, long nowNanos) {
        return messages.isScarce(expected, nowNanos);
    }

    /** Whether mail that was chosen may be sent now: its size was not known when it was chosen. */
    public boolean hasBytes(long nowNanos) {
        return bytes == null || bytes.isOpen(nowNanos);
    }

    /** A recipient is chosen. */
    public void reserveMessage() {
        messages.reserve();
        if (bytes != null) {
            bytes.expect();
        }
    }

    /** A chosen recipient is not sent after all. */
    public void releaseMessage() {
        messages.release();
        if (bytes != null) {
            bytes.expectNoMore();
        }
    }

    /** A chosen recipient is sent. */
    public void takeMessage(long nowNanos) {
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

    /** While somebody waits, what a late wake-up missed is not lost ({@link TokenBucket#want}). */
    public void want(boolean wanted, long nowNanos) {
        messages.want(wanted, nowNanos);
        connectionStarts.want(wanted, nowNanos);
    }

    /** Mails a second that the octets allow, as large as the last one; 0 when octets are not limited or none was sent. */
    public double mailsPerSecond() {
        return bytes == null ? 0 : bytes.mailsPerSecond();
    }

    /** About how long it takes until one more message may go. */
    public long intervalNanos() {
        return Math.max(LEAST_INTERVAL_NANOS, messages.intervalNanos());
    }

    /** Whether connections count for it in any way. */
    public boolean countsConnections() {
        return limit.connections() != null || limit.connectionRate() != null || limit.messagesPerConnection() != null;
    }

    /** Connections that count for it. */
    public int connections() {
        return connections;
    }

    /** Whether as many connections count as may. */
    public boolean isFull() {
        return limit.connections() != null && connections >= limit.connections();
    }

    /** Whether more connections count than may since the limit was lowered. */
    public boolean isOverfull() {
        return limit.connections() != null && connections > limit.connections();
    }

    /** The earliest instant at which the rate of connections allows another. */
    public long connectionReleaseNanos(long nowNanos) {
        return connectionStarts.releaseNanos(nowNanos);
    }

    /** Whether one more connection may count from now on. */
    public boolean admitsConnection(long nowNanos) {
        return !isFull() && connectionReleaseNanos(nowNanos) <= nowNanos;
    }

    /** A connection counts from now on. */
    public void connectionStarts(long nowNanos) {
        connections++;
        connectionStarts.reserve();
        connectionStarts.take(nowNanos);
    }

    /** A connection that was open when the limit began to hold counts from now on. */
    public void connectionWasOpen() {
        connections++;
    }

    /** A connection counts no more. */
    public void connectionEnds() {
        connections--;
    }

    /** How many messages a connection may send; {@link Integer#MAX_VALUE} where that is not limited. */
    public int messagesPerConnection() {
        Integer most = limit.messagesPerConnection();
        return most == null ? Integer.MAX_VALUE : most;
    }

    /** Whether it holds nothing and has gathered all that it can: forgetting it would give nobody more. */
    public boolean isRested(long nowNanos) {
        return connections == 0 && messages.isFull(nowNanos) && connectionStarts.isFull(nowNanos)
                && (bytes == null || bytes.isFull(nowNanos));
    }

    /** In words, what of it holds messages back now; empty when nothing does. */
    public String messageReason(long nowNanos) {
        if (messages.releaseNanos(nowNanos) > nowNanos) {
            return messages.describe("message rate") + named();
        }
        if (bytes != null && bytes.releaseNanos(nowNanos) > nowNanos) {
            return "byte rate limit of " + bytes.rate() + named();
        }
        return "";
    }

    /** In words, what of it keeps one more connection from counting now; empty when nothing does. */
    public String connectionReason(long nowNanos) {
        if (isFull()) {
            return "connection limit of " + limit.connections() + named();
        }
        return connectionReleaseNanos(nowNanos) > nowNanos
                ? connectionStarts.describe("connection rate") + named()
                : "";
    }

    private String named() {
        return " (" + key + ")";
    }
}
