package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.shape.PathGate;
import java.util.LinkedHashSet;
import java.util.SequencedSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One egress source to one site: its limits and its connections. For one thread. */
final class Path {
    final Site site;
    final LocalEndpoint source;
    final PathGate gate;
    /** The limits that it shares with other paths. */
    LimitLine[] shared = LimitLine.NONE;
    final Set<Session> sessions = new LinkedHashSet<>();
    /** Sessions that could begin a transaction now, and then those that could take one for after the open one. */
    private final SequencedSet<Session> idle = new LinkedHashSet<>();
    private final SequencedSet<Session> busy = new LinkedHashSet<>();
    /** The lanes that it serves, and when that was found out. */
    private Lane[] lanes = {};
    private int lanesAt = -1;
    /** Whose turn it is among the lanes; null while there is but one. */
    private @Nullable LaneTurns turns;
    final PathMeter meter = new PathMeter();
    /** Connections being opened. */
    int opening;
    int failures;
    /** Whether nobody answered the last connection that was tried, and no other source was answered since. */
    boolean unanswered;
    /** While the site refused this source, no connection is opened before this instant. */
    long suspendedUntilNanos;
    /** Since when it has been refused without a success, in milliseconds since 1970, and in which words. */
    long failedSinceMillis;
    String lastFailure = "";

    Path(Site site, LocalEndpoint source, PathGate gate) {
        this.site = site;
        this.source = source;
        this.gate = gate;
    }

    boolean isSuspended(long nowNanos) {
        return failures > 0 && nowNanos < suspendedUntilNanos;
    }

    /** Whether the site has mail that this source may take. */
    boolean hasMail() {
        for (Lane lane : lanes()) {
            if (lane.line.hasMail(source.name())) {
                return true;
            }
        }
        return false;
    }

    /** Whether mail that stands in the lane may leave through this path. */
    boolean serves(@Nullable Lane lane) {
        return lane != null && !lane.closed && lane.site.key.equals(site.key) && lane.isServedBy(source.name());
    }

    /** The queue whose turn it is, or null when there is no mail that this source may take. */
    @Nullable
    DomainQueue nextQueue() {
        Lane[] served = lanes();
        LaneTurns amongLanes = turns;
        if (amongLanes != null) {
            return amongLanes.next();
        }
        return served.length == 0 ? null : served[0].line.next(source.name());
    }

    /** A tenant has a turn in a lane that it had not. */
    void tenantCame(Lane lane, PriorityClass priority, String tenant) {
        LaneTurns amongLanes = turns;
        if (amongLanes != null && lanesAt == site.laneChanges && lane.isServedBy(source.name())) {
            amongLanes.came(lane, priority, tenant);
        }
    }

    /** Shows queues that have their turns soon, about so many from each lane. */
    void ahead(int count, Consumer<DomainQueue> consumer) {
        for (Lane lane : lanes()) {
            lane.line.ahead(source.name(), count, consumer);
        }
    }

    private Lane[] lanes() {
        if (lanesAt != site.laneChanges) {
            lanesAt = site.laneChanges;
            turns = null;
            lanes = site.lanes().stream().filter(lane -> lane.isServedBy(source.name())).toArray(Lane[]::new);
            if (lanes.length > 1) {
                turns = new LaneTurns(lanes, source.name(), site.weights);
            }
        }
        return lanes;
    }

    /** Accounts for recipients of a queue that this path takes. */
    void charge(DomainQueue queue, int recipients) {
        Lane lane = queue.lane;
        if (lane != null) {
            LaneTurns amongLanes = turns;
            if (amongLanes != null && !lane.closed) {
                amongLanes.charge(lane, queue, recipients);
            } else {
                lane.line.charge(queue, source.name(), recipients);
            }
            if (site.paths.size() > 1) {
                site.turns.charge(this, recipients, lane.pool.weight(source.name()));
            }
        }
    }

    /** The earliest instant for one more recipient; {@link Long#MAX_VALUE} while it is another site's turn. */
    long messageReleaseNanos(long nowNanos) {
        long release = gate.messageReleaseNanos(nowNanos);
        for (LimitLine line : shared) {
            release = line.messageTurns.isTurnOf(site)
                    ? Math.max(release, line.counter.messageReleaseNanos(nowNanos))
                    : Long.MAX_VALUE;
        }
        return release;
    }

    /** How many recipients the rates that it holds alone or with others let through now. */
    long available(long nowNanos) {
        long available = gate.available(nowNanos);
        for (LimitLine line : shared) {
            available = Math.min(available, line.counter.available(nowNanos));
        }
        return available;
    }

    /** Whether a rate that it holds alone or with others is used about as fast as it gives, by what is open and being opened. */
    boolean isScarce(long nowNanos) {
        if (gate.isScarce(opening, nowNanos)) {
            return true;
        }
        for (LimitLine line : shared) {
            if (line.counter.isScarce(opening, nowNanos)) {
                return true;
            }
        }
        return false;
    }

    /** The shared limit that lets no message through, or whose turn is another site's; null when there is none. */
    @Nullable
    LimitLine closedForMessages(long nowNanos) {
        for (LimitLine line : shared) {
            if (!line.messageTurns.isTurnOf(site) || line.counter.messageReleaseNanos(nowNanos) > nowNanos) {
                return line;
            }
        }
        return null;
    }

    /** The shared limit that allows no further connection, or whose turn is another site's; null when there is none. */
    @Nullable
    LimitLine closedForConnections(long nowNanos) {
        for (LimitLine line : shared) {
            if (!line.connectionTurns.isTurnOf(site) || !line.counter.admitsConnection(nowNanos)) {
                return line;
            }
        }
        return null;
    }

    /** Whether another connection may be opened now. */
    boolean admitsConnection(long nowNanos) {
        return !gate.isFull() && gate.connectionReleaseNanos(nowNanos) <= nowNanos
                && closedForConnections(nowNanos) == null;
    }

    /** Whether more connections are open than may since a limit was lowered. */
    boolean isOverfull() {
        if (gate.isOverfull()) {
            return true;
        }
        for (LimitLine line : shared) {
            if (line.counter.isOverfull()) {
                return true;
            }
        }
        return false;
    }

    /** Messages before a connection ends. */
    int messagesPerConnection() {
        int most = gate.limits().messagesPerConnection();
        for (LimitLine line : shared) {
            most = Math.min(most, line.counter.messagesPerConnection());
        }
        return most;
    }

    /** In words, what holds mail on this path back now; empty when nothing does. */
    String reason(long nowNanos) {
        String reason = gate.reason(nowNanos);
        for (int i = 0; reason.isEmpty() && i < shared.length; i++) {
            reason = shared[i].counter.messageReason(nowNanos);
            if (reason.isEmpty()) {
                reason = shared[i].counter.connectionReason(nowNanos);
            }
        }
        return reason;
    }

    /** A session that has room for a mail stands in line for one; in the other line than before where it became ready meanwhile. */
    void standInLine(Session session) {
        if (session.wantsMail()) {
            boolean ready = session.credits > 0;
            (ready ? busy : idle).remove(session);
            (ready ? idle : busy).add(session);
        }
    }

    /**
     * The session to be given the next mail; it leaves the line.
     *
     * @param ready whether one that can begin at once is wanted, or one that is at work
     */
    @Nullable
    Session nextTaker(boolean ready) {
        return poll(ready ? idle : busy);
    }

    boolean hasTaker(boolean ready) {
        SequencedSet<Session> line = ready ? idle : busy;
        while (!line.isEmpty() && !line.getFirst().wantsMail()) {
            var _ = line.removeFirst();
        }
        return !line.isEmpty();
    }

    boolean isForgettable(long nowNanos) {
        return sessions.isEmpty() && gate.connections() == 0 && !isSuspended(nowNanos) && gate.isRested(nowNanos);
    }

    private static @Nullable Session poll(SequencedSet<Session> line) {
        while (!line.isEmpty()) {
            Session session = line.removeFirst();
            if (session.wantsMail()) {
                return session;
            }
        }
        return null;
    }
}
