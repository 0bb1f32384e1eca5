package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.FeedbackConfig;

/**
 * How many connections a path may have open, by what its receiver says. The law:
 *
 * <ul>
 * <li>It begins with {@link FeedbackConfig#startConnections}. While all that it allows are open, each message that is taken allows
 * one more, so it doubles with each round; up to the ceiling where there is one.
 * <li>The receiver refuses a connection while others are open: what is open is what it allows. That is the window now, and the
 * ceiling. It ends or refuses its work with 421 in the midst: three quarters of what was open.
 * <li>After either the window does not grow for the hold time. Further refusals of connections that were being opened at that
 * moment change nothing.
 * <li>At the ceiling one more connection is tried after the hold time; if it is refused, the next time after twice as long, and
 * so on up to {@value #MOST_PATIENCE} hold times. If it is taken and stays through a hold time, the ceiling rises with it, and
 * the waiting is as short as at first.
 * <li>Connections that ended in the last second count as open in this, as the receiver may not have noticed yet. If with them no
 * more were open than the window allows, nothing was learned, and the next is opened a second later.
 * <li>It is never above the path's limit and never below one.
 * </ul>
 *
 * For one thread.
 */
public final class ConnectionWindow {
    private static final int MOST_PATIENCE = 32;
    /** So long a receiver may go on counting a connection that is closed, and so long we wait until it has noticed. */
    private static final long CLOSING_NANOS = 1_000_000_000;

    private long holdNanos;
    private int window;
    /** The most that the receiver is known to allow; {@link Integer#MAX_VALUE}: unknown. */
    private int ceiling = Integer.MAX_VALUE;
    private int patience = 1;
    private final RecentCount closed;
    private long openNanos = Long.MIN_VALUE;
    private long heldUntil = Long.MIN_VALUE;
    private long refusedAt;
    private String reply = "";

    public ConnectionWindow(FeedbackConfig config, long nowNanos) {
        window = config.startConnections();
        holdNanos = config.hold().toNanos();
        closed = new RecentCount(CLOSING_NANOS, nowNanos);
    }

    /** Goes on with what it knows by other settings; what it begins with is only for a receiver that has refused nothing. */
    public void change(FeedbackConfig config) {
        holdNanos = config.hold().toNanos();
        if (ceiling == Integer.MAX_VALUE) {
            window = Math.max(window, config.startConnections());
        }
    }

    /** How many connections may be open now, of a limit of so many. */
    public int allowed(int limit) {
        return Math.max(1, Math.min(window, limit));
    }

    /** A connection was opened; so many are open with it. */
    public void opened(int open) {
        if (open > ceiling && open > window) {
            // It was being opened when another one was refused, and the receiver had room for it.
            ceiling = open;
        }
        window = Math.max(window, open);
    }

    /** A message was taken while so many connections were open, of a limit of so many. */
    public void taken(int open, int limit, long nowNanos) {
        if (open < allowed(limit) || window >= limit || isHeld(nowNanos)) {
            return;
        }
        if (window < ceiling) {
            window++;
        } else if (window == ceiling) {
            window++;
            heldUntil = nowNanos + holdNanos;
        } else {
            ceiling = window;
            patience = 1;
            heldUntil = nowNanos + holdNanos;
        }
    }

    /** A connection was refused because of how many there are; so many others are open. */
    public void refused(int open, long nowNanos, String words) {
        reply = words;
        int counted = Math.max(1, open + (int) closed.total(nowNanos));
        if (window <= counted) {
            openNanos = nowNanos + CLOSING_NANOS;
            return;
        }
        boolean tried = window > ceiling;
        patience = tried ? Math.min(MOST_PATIENCE, patience * 2) : patience;
        ceiling = counted;
        hold(ceiling, nowNanos);
    }

    /** The receiver ended its work on a connection because it has too much; so many were open with that. */
    public void pushedBack(int open, long nowNanos, String words) {
        reply = words;
        if (isHeld(nowNanos)) {
            return;
        }
        ceiling = Math.max(1, Math.min(ceiling, open));
        hold(Math.max(1, open * 3 / 4), nowNanos);
    }

    /** A connection that was open is gone. */
    public void closed(long nowNanos) {
        closed.add(nowNanos, 1);
    }

    /** Before this instant no connection is to be opened, whatever the window. */
    public long openNanos() {
        return openNanos;
    }

    /** Whether a receiver's refusal is why there are no more. */
    public boolean isHeld(long nowNanos) {
        return nowNanos < heldUntil;
    }

    /** Whether it would be no loss to forget it: no refusal for as long as it is careful after one. */
    public boolean isRested(long nowNanos) {
        return ceiling == Integer.MAX_VALUE || nowNanos - refusedAt > holdNanos * MOST_PATIENCE;
    }

    /** When one more may be tried. */
    public long heldUntilNanos() {
        return heldUntil;
    }

    /** When the receiver refused last. */
    public long refusedAtNanos() {
        return refusedAt;
    }

    /** In words, what holds a connection back if {@link #allowed} are open. */
    public String describe(int limit) {
        int allowed = allowed(limit);
        if (allowed == limit) {
            return "connection limit of " + limit;
        }
        return reply.isEmpty()
                ? "slow start with " + allowed + " connections, of a limit of " + limit
                : allowed + " connections, as many as the receiver allows (it said: " + reply + ")";
    }

    private void hold(int connections, long nowNanos) {
        window = connections;
        refusedAt = nowNanos;
        heldUntil = nowNanos + holdNanos * patience;
    }
}
