package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Connections that count for limits, and the mail and sites that wait for one which does. Whenever such a connection ends, or the
 * rate of connections allows one more, one that waits goes on. For one thread.
 */
final class LimitedConnections {
    private static final long PAUSE_NANOS = 1_000_000_000;

    private final Timers timers;
    private final Clock clock;
    private final LimitGate.Admission admission;
    private final ArrayDeque<LimitLine> crowded = new ArrayDeque<>();

    LimitedConnections(Timers timers, Clock clock, LimitGate.Admission admission) {
        this.timers = timers;
        this.clock = clock;
        this.admission = admission;
    }

    /** The first limit that admits no further connection and for which this one does not count, or null; none counts for null. */
    @Nullable
    LimitLine refusing(LimitLine[] lines, @Nullable Session session) {
        if (lines.length == 0) {
            return null;
        }
        long now = clock.nanoTime();
        for (LimitLine line : lines) {
            if (line.counter.countsConnections() && (session == null || !session.counts.contains(line))
                    && !line.counter.admitsConnection(now)) {
                return line;
            }
        }
        return null;
    }

    /** The waiter waits for a connection of the site that counts for the limit, or may. */
    void park(Waiter waiter, LimitLine line, Site site) {
        line.park(waiter, site);
        LimitedMessages.goAstray(waiter.queue());
        wantRoom(line);
        arm(line);
    }

    /** The site's paths wait to open a connection that counts for the limit. */
    void hold(Site site, LimitLine line) {
        line.connectionTurns.waitFor(site);
        wantRoom(line);
        arm(line);
    }

    /** The site was looked at: it has used what it could of the limit. */
    void turnOver(Site site, LimitLine line) {
        if (!line.connectionTurns.isEmpty()) {
            line.connectionTurns.over(site);
            call(line);
        }
    }

    /** The next full limit that mail waits for: a connection without work that counts for it should end; null for none. */
    @Nullable
    LimitLine nextCrowded() {
        return crowded.pollFirst();
    }

    /** The connection counts for the limit from now on. */
    void join(Session session, LimitLine line) {
        if (session.counts.add(line)) {
            line.counter.connectionStarts(clock.nanoTime());
            line.connectionTurns.newRound();
            line.sessions.add(session);
        }
    }

    /** The connection is gone, or never came to be. */
    void ended(Session session) {
        for (LimitLine line : session.counts) {
            line.counter.connectionEnds();
            line.connectionTurns.newRound();
            line.sessions.remove(session);
            call(line);
            letParkedOn(line);
        }
        session.counts.clear();
    }

    /** The connection has nothing to do for now: what waits for its place at a limit has it if its own site does not need it. */
    void rests(Session session) {
        for (LimitLine line : session.counts) {
            if (line.hasParked() || line.connectionTurns.hasWaiting()) {
                wantRoom(line);
            }
        }
    }

    private void wantRoom(LimitLine line) {
        if (line.counter.isFull() && !crowded.contains(line)) {
            crowded.addLast(line);
        }
    }

    private void call(LimitLine line) {
        SiteTurns turns = line.connectionTurns;
        if (turns.hasWaiting() && turns.called() == 0 && line.counter.admitsConnection(clock.nanoTime())) {
            Site site = turns.call();
            if (site != null) {
                admission.askPump(site);
            }
            turns.takeAgain().forEach(admission::askPump);
        }
        arm(line);
    }

    /** The next that may have a connection which counts; what finds none is parked again. */
    private void letParkedOn(LimitLine line) {
        if (line.hasParked() && line.counter.admitsConnection(clock.nanoTime())) {
            Waiter waiter = line.takeParked();
            if (waiter != null) {
                admission.letOn(waiter);
            }
        }
        arm(line);
    }

    /** Wakes when the rate of connections allows one more; if it does now, looks after a pause whether that was used. */
    private void arm(LimitLine line) {
        boolean wanted = line.hasParked() || line.connectionTurns.hasWaiting();
        if (!wanted || line.counter.isFull()) {
            return;
        }
        long now = clock.nanoTime();
        long release = line.counter.connectionReleaseNanos(now);
        long deadline = release == now ? now + PAUSE_NANOS : release;
        Timer armed = line.connectionTimer;
        if (armed == null || armed.deadlineNanos() > deadline) {
            if (armed != null) {
                armed.cancel();
            }
            line.connectionTimer = timers.at(deadline, () -> {
                line.connectionTimer = null;
                line.connectionTurns.newRound();
                call(line);
                letParkedOn(line);
            });
        }
    }
}
