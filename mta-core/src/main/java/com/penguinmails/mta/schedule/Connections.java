package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.connect.Connector;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.shape.SourcePool;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Opens and ends connections. Rule: at most one connection is being opened for each {@value #READY_PER_OPENING} ready recipients
 * that no open connection can take now, and only one while the site has not been reached; never more than the path's and the
 * node's limits. A connection without work ends after the idle time, sooner when another site needs its place. For one thread.
 */
final class Connections {
    static final int READY_PER_OPENING = 10;

    private final Connector connector;
    private final SiteTable sites;
    private final SourcePool sources;
    private final Timers timers;
    private final Clock clock;
    private final int maxConnections;
    private final long idleNanos;
    private final Set<Session> idle = new LinkedHashSet<>();
    private final Set<Site> wanting = new LinkedHashSet<>();
    private @Nullable Timer idleTimer;
    private int total;
    private long opened;

    Connections(Connector connector, SiteTable sites, SourcePool sources, Timers timers, Clock clock,
            Limits limits) {
        this.connector = connector;
        this.sites = sites;
        this.sources = sources;
        this.timers = timers;
        this.clock = clock;
        this.maxConnections = limits.maxConnections();
        this.idleNanos = limits.idleNanos();
    }

    /** What holds for all connections of the node together. */
    record Limits(int maxConnections, long idleNanos) {}

    /** Opens as many connections to the site as its mail is worth and limits allow. */
    void openFor(Site site, SessionEvents events) {
        while (isWorthOpening(site)) {
            if (total >= maxConnections) {
                wanting.add(site);
                endIdlest();
                return;
            }
            LocalEndpoint source = sources.choose(candidate -> mayOpen(site, candidate));
            if (source == null) {
                return;
            }
            open(sites.path(site, source), events);
        }
    }

    /** Whether any source could be used for a new connection if the rates allowed. */
    boolean hasUsableSource(Site site) {
        long now = clock.nanoTime();
        return sources.sources().stream().anyMatch(source -> {
            Path path = site.paths.get(source.name());
            return path == null || !path.isSuspended(now);
        });
    }

    /** A connection is gone, or never came to be. */
    void ended(Session session) {
        Path path = session.path;
        path.sessions.remove(session);
        path.gate.connectionEnds();
        idle.remove(session);
        total--;
        List<Site> waiting = new ArrayList<>(wanting);
        wanting.clear();
        waiting.forEach(sites::askPump);
    }

    /** The connection has nothing to do for now. */
    void rests(Session session) {
        session.idleSinceNanos = clock.nanoTime();
        idle.remove(session);
        idle.add(session);
        armIdleTimer();
    }

    void works(Session session) {
        idle.remove(session);
    }

    void end(Session session) {
        OutboundConnection connection = session.connection;
        if (connection != null && !session.ending) {
            session.ending = true;
            idle.remove(session);
            connection.quit();
        }
    }

    int total() {
        return total;
    }

    private boolean isWorthOpening(Site site) {
        int most = site.proven ? Math.ceilDiv(site.ready, READY_PER_OPENING) : 1;
        return site.ready > 0 && site.opening < most && !site.isSuspended(clock.nanoTime());
    }

    private boolean mayOpen(Site site, LocalEndpoint source) {
        Path path = site.paths.get(source.name());
        if (path == null) {
            return true;
        }
        long now = clock.nanoTime();
        return !path.isSuspended(now) && !path.gate.isFull() && !path.hasTaker(true)
                && path.gate.connectionReleaseNanos(now) <= now && path.gate.messageReleaseNanos(now) <= now;
    }

    private void open(Path path, SessionEvents events) {
        path.gate.connectionStarts(clock.nanoTime());
        path.site.opening++;
        total++;
        ConnectionRequest request = new ConnectionRequest(++opened, path.source, path.site.key.name(),
                path.site.plan.hosts(), path.gate.limits().messagesPerConnection());
        Session session = new Session(path, request);
        path.sessions.add(session);
        connector.open(request, new SessionProxy(session, events));
    }

    private void endIdlest() {
        if (!idle.isEmpty()) {
            end(idle.iterator().next());
        }
    }

    private void armIdleTimer() {
        if (idleTimer == null && !idle.isEmpty()) {
            long deadline = idle.iterator().next().idleSinceNanos + idleNanos;
            idleTimer = timers.at(deadline, this::endOverdue);
        }
    }

    private void endOverdue() {
        idleTimer = null;
        long now = clock.nanoTime();
        while (!idle.isEmpty() && idle.iterator().next().idleSinceNanos + idleNanos <= now) {
            end(idle.iterator().next());
        }
        armIdleTimer();
    }
}
