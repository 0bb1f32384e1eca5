package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets mail on when the limit that it waits for has room, at that instant and in fair order. Law: what waits, waits for one limit
 * at a time, the one that opens last; when it opens, all limits are looked at again; and a token is taken only when the mail is
 * sent. So mail that a limit lets on may be held by another, or stand in a line that does not move. A token that nobody has used
 * after the time of one more is therefore offered to further waiters, twice as many each time, until one uses it.
 *
 * <p>For one thread.
 */
final class LimitGate {
    private static final int MOST_AT_ONCE = 4_096;
    private static final long CONNECTION_PAUSE_NANOS = 1_000_000_000;

    /** Where what waited goes on. */
    interface Admission {
        /** The waiter waits no more: it looks at all its gates again. */
        void letOn(Waiter waiter);

        void askPump(Site site);
    }

    private final Timers timers;
    private final Clock clock;
    private final Admission admission;
    private final ArrayDeque<LimitLine> crowded = new ArrayDeque<>();

    LimitGate(Timers timers, Clock clock, Admission admission) {
        this.timers = timers;
        this.clock = clock;
        this.admission = admission;
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

    /** The first limit that admits no further connection and for which this one does not count, or null. */
    @Nullable
    LimitLine refusing(LimitLine[] lines, Session session) {
        for (LimitLine line : lines) {
            if (line.counter.countsConnections() && !session.counts.contains(line)
                    && !line.counter.admitsConnection(clock.nanoTime())) {
                return line;
            }
        }
        return null;
    }

    /** The waiter waits for a message that this limit lets through. */
    void hold(Waiter waiter, LimitLine line) {
        line.await(waiter);
        astray(waiter.queue(), true);
        want(line);
        arm(line, clock.nanoTime());
    }

    /** The waiter waits for a connection of the site that counts for the limit, or may. */
    void park(Waiter waiter, LimitLine line, Site site) {
        line.park(waiter, site);
        astray(waiter.queue(), true);
        wantRoom(line);
        armConnections(line);
    }

    /** The site's paths wait for the limit that they share with others. */
    void holdMessage(Site site, LimitLine line) {
        line.messageTurns.waitFor(site);
        want(line);
        arm(line, clock.nanoTime());
    }

    /** The site's paths wait to open a connection that counts for the limit. */
    void holdConnection(Site site, LimitLine line) {
        line.connectionTurns.waitFor(site);
        wantRoom(line);
        armConnections(line);
    }

    /** The next limit on connections that mail waits for: one without work that counts for it should end; null for none. */
    @Nullable
    LimitLine nextCrowded() {
        return crowded.pollFirst();
    }

    private void wantRoom(LimitLine line) {
        if (line.counter.isFull() && !crowded.contains(line)) {
            crowded.addLast(line);
        }
    }

    /** The site was looked at: it has used what it could of the limit. */
    void turnOver(Site site, LimitLine line) {
        if (!line.messageTurns.isEmpty()) {
            line.messageTurns.over(site);
            callForMessages(line);
            arm(line, clock.nanoTime());
        }
        if (!line.connectionTurns.isEmpty()) {
            line.connectionTurns.over(site);
            callForConnections(line);
        }
    }

    /** A recipient is chosen for which these limits hold; from now on the connection counts for them. */
    void reserve(LimitLine[] lines, Session session) {
        for (LimitLine line : lines) {
            line.counter.reserveMessage();
            if (line.counter.countsConnections()) {
                join(session, line);
            }
        }
    }

    /** A transaction for which these limits hold, each once, is sent. */
    void sent(Session session, Collection<LimitLine> lines, long octets) {
        long now = clock.nanoTime();
        for (LimitLine line : lines) {
            line.counter.takeBytes(octets, now);
            arm(line, now);
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
            arm(line, clock.nanoTime());
        }
    }

    /** It is sent now. */
    void take(LimitLine[] lines) {
        long now = clock.nanoTime();
        for (LimitLine line : lines) {
            line.counter.takeMessage(now);
            line.window = 1;
            arm(line, now);
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
        if (session.counts.add(line)) {
            line.counter.connectionStarts(clock.nanoTime());
            line.sessions.add(session);
        }
    }

    /** The connection is gone, or never came to be. */
    void ended(Session session) {
        for (LimitLine line : session.counts) {
            line.counter.connectionEnds();
            line.sessions.remove(session);
            callForConnections(line);
            letParkedOn(line);
        }
        session.counts.clear();
    }

    /** The queue has used, or needs no more, what limits let it on for. */
    void settle(DomainQueue queue) {
        if (queue.owing.isEmpty()) {
            return;
        }
        astray(queue, true);
        for (LimitLine line : queue.owing) {
            line.owed--;
            want(line);
        }
        queue.owing = List.of();
    }

    /** The queue was let on by one limit and is held by another, or no more. */
    private static void astray(DomainQueue queue, boolean astray) {
        if (queue.astray != astray) {
            queue.astray = astray;
            for (LimitLine line : queue.owing) {
                line.onTheWay += astray ? -1 : 1;
            }
        }
    }

    private void open(LimitLine line) {
        line.messageTimer = null;
        callForMessages(line);
        long now = clock.nanoTime();
        long tokens = line.counter.available(now);
        if (tokens > 0 && line.waiting.size() > 0) {
            long spare = tokens - line.onTheWay;
            letOn(line, Math.clamp(spare, line.window, MOST_AT_ONCE));
            line.window = Math.min(MOST_AT_ONCE, line.window * 2);
        }
        arm(line, now + line.counter.intervalNanos());
    }

    /** Lets so many on; those that another limit holds at once do not count, up to as many as the window. */
    private void letOn(LimitLine line, int most) {
        int on = 0;
        int held = 0;
        Waiter waiter = line.waiting.next();
        while (waiter != null && on < most && held < line.window) {
            line.waiting.charge(waiter, 1);
            line.leave(waiter);
            DomainQueue queue = waiter.queue();
            owe(queue, line);
            admission.letOn(waiter);
            if (queue.phase == DomainQueue.Phase.THROTTLED) {
                held++;
            } else {
                on++;
            }
            waiter = line.waiting.next();
        }
        want(line);
    }

    private static void owe(DomainQueue queue, LimitLine line) {
        astray(queue, false);
        if (!queue.owing.contains(line)) {
            List<LimitLine> owing = new ArrayList<>(queue.owing);
            owing.add(line);
            queue.owing = owing;
            line.owed++;
            line.onTheWay++;
        }
    }

    private void callForMessages(LimitLine line) {
        long now = clock.nanoTime();
        while (line.messageTurns.hasWaiting() && line.counter.available(now) > line.messageTurns.called()) {
            call(line.messageTurns);
        }
    }

    private void callForConnections(LimitLine line) {
        long now = clock.nanoTime();
        if (line.connectionTurns.hasWaiting() && line.connectionTurns.called() == 0
                && line.counter.admitsConnection(now)) {
            call(line.connectionTurns);
        }
        armConnections(line);
    }

    private void call(SiteTurns turns) {
        Site site = turns.call();
        if (site != null) {
            admission.askPump(site);
        }
    }

    /** As many as may have a connection that counts; what finds none is parked again. */
    private void letParkedOn(LimitLine line) {
        if (line.hasParked() && line.counter.admitsConnection(clock.nanoTime())) {
            Waiter waiter = line.nextParked();
            if (waiter != null) {
                line.leave(waiter);
                admission.letOn(waiter);
            }
        }
        armConnections(line);
    }

    private void want(LimitLine line) {
        line.counter.want(line.isWaitedFor() || line.owed > 0, clock.nanoTime());
    }

    /**
     * Wakes at the instant of the next token, or at {@code ifOpen} if there is one now. What is chosen may turn out smaller than was
     * expected of it, or be given back: then there is a token before the instant for which the timer stands, and it goes at once. A
     * timer that offers again what nobody has used stays.
     */
    private void arm(LimitLine line, long ifOpen) {
        boolean wanted = line.isWaitedFor();
        if (!wanted && line.messageTimer == null) {
            return;
        }
        long now = clock.nanoTime();
        long release = wanted ? line.counter.messageReleaseNanos(now) : Long.MAX_VALUE;
        boolean open = release == now;
        long deadline = open ? ifOpen : release;
        Timer armed = line.messageTimer;
        if (armed != null
                && (armed.deadlineNanos() == deadline || open && line.offersAgain && armed.deadlineNanos() > now)) {
            return;
        }
        if (armed != null) {
            armed.cancel();
            line.messageTimer = null;
        }
        if (deadline != Long.MAX_VALUE) {
            line.messageTimer = timers.at(deadline, () -> open(line));
            line.offersAgain = open && ifOpen > now;
        }
    }

    /** Wakes when the rate of connections allows one more; if it does now, looks after a pause whether that was used. */
    private void armConnections(LimitLine line) {
        boolean wanted = line.hasParked() || line.connectionTurns.hasWaiting();
        if (!wanted || line.counter.isFull()) {
            return;
        }
        long now = clock.nanoTime();
        long release = line.counter.connectionReleaseNanos(now);
        long deadline = release == now ? now + CONNECTION_PAUSE_NANOS : release;
        Timer armed = line.connectionTimer;
        if (armed == null || armed.deadlineNanos() > deadline) {
            if (armed != null) {
                armed.cancel();
            }
            line.connectionTimer = timers.at(deadline, () -> {
                line.connectionTimer = null;
                callForConnections(line);
                letParkedOn(line);
            });
        }
    }
}
