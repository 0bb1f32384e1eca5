package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Lets mail on when the limit that it waits for has room, at that instant and in fair order. Law: what waits, waits for one limit
 * at a time, the one that opens last; when it opens, all limits are looked at again; and a token is taken only when the mail is
 * sent. So mail that a limit lets on may be held by another, or stand in a line that does not move; how the token finds a taker
 * nevertheless is in {@link LimitedMessages}.
 *
 * <p>For one thread.
 */
final class LimitGate {
    /** Where what waited goes on. */
    interface Admission {
        /** The waiter waits no more: it looks at all its gates again. */
        void letOn(Waiter waiter);

        void askPump(Site site);
    }

    private final LimitedMessages messages;
    private final LimitedConnections connections;
    private final Clock clock;

    LimitGate(Timers timers, Clock clock, Admission admission) {
        this.messages = new LimitedMessages(timers, clock, admission);
        this.connections = new LimitedConnections(timers, clock, admission);
        this.clock = clock;
    }

    /** Of the limits that let no message through now the one that opens last, or null when all are open. */
    @Nullable
    LimitLine closed(LimitLine[] lines) {
        if (lines.length == 0) {
            return null;
        }
        long now = clock.nanoTime();
        LimitLine last = null;
        long latest = now;
        for (LimitLine line : lines) {
            long release = line.counter.messageReleaseNanos(now);
            if (release > latest) {
                latest = release;
                last = line;
            }
        }
        return last;
    }

    /** How many recipients all of them let through now; {@link Long#MAX_VALUE} where none limits them. */
    long available(LimitLine[] lines) {
        long available = Long.MAX_VALUE;
        for (LimitLine line : lines) {
            available = Math.min(available, line.counter.available(clock.nanoTime()));
        }
        return available;
    }

    /** The first limit that admits no further connection and for which this one does not count, or null; none counts for null. */
    @Nullable
    LimitLine refusing(LimitLine[] lines, @Nullable Session session) {
        return connections.refusing(lines, session);
    }

    /** Whether any is used about as fast as it gives, if so many more are sent soon, and all admit another connection. */
    boolean isScarce(LimitLine[] lines, int expected) {
        if (lines.length == 0) {
            return false;
        }
        long now = clock.nanoTime();
        boolean scarce = false;
        for (LimitLine line : lines) {
            scarce |= line.counter.isScarce(expected, now);
            if (line.counter.countsConnections() && !line.counter.admitsConnection(now)) {
                return false;
            }
        }
        return scarce;
    }

    /** The waiter waits for a message that this limit lets through. */
    void hold(Waiter waiter, LimitLine line) {
        messages.hold(waiter, line);
    }

    /** The waiter waits for a connection of the site that counts for the limit, or may. */
    void park(Waiter waiter, LimitLine line, Site site) {
        connections.park(waiter, line, site);
    }

    /** The site's paths wait for the limit that they share with others. */
    void holdMessage(Site site, LimitLine line) {
        messages.hold(site, line);
    }

    /** The site's paths wait to open a connection that counts for the limit. */
    void holdConnection(Site site, LimitLine line) {
        connections.hold(site, line);
    }

    /** The next limit on connections that mail waits for: one without work that counts for it should end; null for none. */
    @Nullable
    LimitLine nextCrowded() {
        return connections.nextCrowded();
    }

    /** The site was looked at: it has used what it could of the limit. */
    void turnOver(Site site, LimitLine line) {
        messages.turnOver(site, line);
        connections.turnOver(site, line);
    }

    /** A recipient is chosen for which these limits hold; from now on the connection counts for them. */
    void reserve(LimitLine[] lines, Session session) {
        for (LimitLine line : lines) {
            line.counter.reserveMessage();
            line.messageTurns.newRound();
            if (line.counter.countsConnections()) {
                connections.join(session, line);
            }
        }
    }

    /** A transaction for which these limits hold, each once, is sent. */
    void sent(Session session, Collection<LimitLine> lines, long octets) {
        long now = clock.nanoTime();
        for (LimitLine line : lines) {
            line.counter.takeBytes(octets, now);
            messages.arm(line, now);
            int most = line.counter.messagesPerConnection();
            if (most != Integer.MAX_VALUE && session.sent.merge(line, 1, Integer::sum) >= most) {
                session.exhausted = true;
            }
        }
    }

    /** It is not sent after all. */
    void release(LimitLine[] lines) {
        for (LimitLine line : lines) {
            line.counter.releaseMessage();
            line.messageTurns.newRound();
            messages.arm(line, clock.nanoTime());
        }
    }

    /** It is sent now. */
    void take(LimitLine[] lines) {
        long now = clock.nanoTime();
        for (LimitLine line : lines) {
            line.counter.takeMessage(now);
            line.window = 1;
            messages.arm(line, now);
        }
    }

    /** Whether all have room for octets that were not known when the mail was chosen. */
    boolean hasBytes(LimitLine[] lines) {
        long now = clock.nanoTime();
        for (LimitLine line : lines) {
            if (!line.counter.hasBytes(now)) {
                return false;
            }
        }
        return true;
    }

    /** The connection counts for the limit from now on. */
    void join(Session session, LimitLine line) {
        connections.join(session, line);
    }

    /** The connection has nothing to do for now. */
    void rests(Session session) {
        connections.rests(session);
    }

    /** The connection is gone, or never came to be. */
    void ended(Session session) {
        connections.ended(session);
    }

    /** The queue has used, or needs no more, what limits let it on for. */
    void settle(DomainQueue queue) {
        messages.settle(queue);
    }
}
