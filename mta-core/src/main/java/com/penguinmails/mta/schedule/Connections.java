package com.penguinmails.mta.schedule;

import com.penguinmails.mta.connect.ConnectionRequest;
import com.penguinmails.mta.connect.Connector;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.connect.OutboundConnection;
import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Opens and ends connections. Rule: at most one connection is being opened for each {@value #READY_PER_OPENING} ready recipients
 * that no open connection can take now, and for each that limits on messages let go now, and only one while the site has not been
 * reached; never more than the path's and the node's limits. A connection without work ends after the idle time, sooner when another
 * site needs its place. For one thread.
 */
final class Connections {
    static final int READY_PER_OPENING = 10;
    /** Where no more queues than these stand in a lane, each is asked how much of it its limits let go. */
    private static final int ASKED = 32;

    private final Connector connector;
    private final SiteTable sites;
    private final LimitGate limits;
    private final Timers timers;
    private final Clock clock;
    private final int maxConnections;
    private final long idleNanos;
    private final Set<Session> idle = new LinkedHashSet<>();
    private final Set<Site> wanting = new LinkedHashSet<>();
    private @Nullable Timer idleTimer;
    private int total;
    private long opened;

    Connections(Connector connector, SiteTable sites, LimitGate shared, Timers timers,
            Clock clock, Limits limits) {
        this.connector = connector;
        this.sites = sites;
        this.limits = shared;
        this.timers = timers;
        this.clock = clock;
        this.maxConnections = limits.maxConnections();
        this.idleNanos = limits.idleNanos();
    }

    /** What holds for all connections of the node together. */
    record Limits(int maxConnections, long idleNanos) {}

    /** Opens as many connections to the site as its mail is worth and limits allow. */
    void openFor(Site site, SessionEvents events) {
        for (Lane lane : site.lanes()) {
            openFor(lane, events);
        }
    }

    private void openFor(Lane lane, SessionEvents events) {
        while (isWorthOpening(lane)) {
            if (isFull()) {
                wanting.add(lane.site);
                endIdlest();
                return;
            }
            int heaviest = heaviestUsable(lane);
            LocalEndpoint source = lane.pool.choose(candidate -> lane.isServedBy(candidate.name())
                    && mayOpen(lane, sites.path(lane.site, candidate), heaviest));
            if (source == null) {
                return;
            }
            open(sites.path(lane.site, source), events);
        }
    }

    /** Whether mail of the site has any source that could be used for a new connection if the rates allowed. */
    boolean hasUsableSource(Site site) {
        return site.lanes().stream().anyMatch(lane -> !lane.isEmpty() && heaviestUsable(lane) > 0);
    }

    /** A connection is gone, or never came to be. */
    void ended(Session session) {
        Path path = session.path;
        path.sessions.remove(session);
        path.gate.connectionEnds();
        limits.ended(session);
        idle.remove(session);
        total--;
        List<Site> waiting = new ArrayList<>(wanting);
        wanting.clear();
        waiting.forEach(sites::askPump);
    }

    /** The connection has nothing to do for now. It ends at once where a site waits for its place and its own has no mail. */
    void rests(Session session) {
        if (!wanting.isEmpty() && !session.path.hasMail()) {
            end(session);
            return;
        }
        limits.rests(session);
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

    /** Ends connections without work that keep others from counting for a limit that mail waits for. */
    void makeRoom(BiPredicate<Session, LimitLine> isWaitedFor) {
        for (LimitLine line = limits.nextCrowded(); line != null; line = limits.nextCrowded()) {
            for (Session session : line.sessions) {
                if (session.isIdle() && !session.path.hasMail() && !isWaitedFor.test(session, line)) {
                    end(session);
                    break;
                }
            }
        }
    }

    /** Whether limits admit another connection to the site, whatever they say of messages. */
    boolean hasRoom(Site site) {
        long now = clock.nanoTime();
        if (isFull() || site.isSuspended(now)) {
            return false;
        }
        for (Lane lane : site.lanes()) {
            for (String source : lane.isEmpty() ? List.<String>of() : lane.key.sources()) {
                Path path = site.paths.get(source);
                if (!sites.blocks().isShut(site, source, now) && (path == null || path.admitsConnection(now))) {
                    return true;
                }
            }
        }
        return false;
    }

    int total() {
        return total;
    }

    /** Whether the node has as many connections as it may. */
    boolean isFull() {
        return total >= maxConnections;
    }

    private boolean isWorthOpening(Lane lane) {
        Site site = lane.site;
        if (lane.ready == 0 || site.isSuspended(clock.nanoTime())) {
            return false;
        }
        return site.proven ? opening(lane) < Math.ceilDiv(lane.ready, READY_PER_OPENING) : site.opening == 0;
    }

    /** Connections being opened that could take the lane's mail. */
    private static int opening(Lane lane) {
        int opening = 0;
        for (String source : lane.key.sources()) {
            Path path = lane.site.paths.get(source);
            opening += path == null ? 0 : path.opening;
        }
        return opening;
    }

    /** The greatest weight of a source of the lane whose path is not shut; 0 when all are. */
    private int heaviestUsable(Lane lane) {
        long now = clock.nanoTime();
        int heaviest = 0;
        for (String source : lane.key.sources()) {
            if (!sites.blocks().isShut(lane.site, source, now)) {
                heaviest = Math.max(heaviest, lane.pool.weight(source));
            }
        }
        return heaviest;
    }

    private boolean mayOpen(Lane lane, Path path, int heaviest) {
        long now = clock.nanoTime();
        return lane.line.hasMail(path.source.name())
                && !sites.blocks().isShut(lane.site, path.source.name(), now) && path.admitsConnection(now)
                && !hasItsShare(lane, path, heaviest) && !path.hasTaker(true) && path.messageReleaseNanos(now) <= now
                && isLetGo(lane, path, now);
    }

    /**
     * Whether limits on messages let more go now than connections are being opened for. The first one is always worth it: what turns
     * out to be held then waits for its limit.
     */
    private boolean isLetGo(Lane lane, Path path, long now) {
        int opening = opening(lane);
        return opening == 0
                || path.opening < Math.max(1, path.available(now)) && opening < letGo(lane, path);
    }

    /** How many recipients of the lane the limits on whose mail it is let go by the path now; no bound where its queues are many. */
    private long letGo(Lane lane, Path path) {
        List<DomainQueue> queues = lane.line.few(path.source.name(), ASKED);
        long sum = 0;
        for (DomainQueue queue : queues) {
            long available = Math.min(limits.available(queue.limits),
                    limits.available(sites.limits().atAttempt(queue, path)));
            sum += Math.clamp(available, 0, queue.ready);
        }
        return queues.isEmpty() ? Long.MAX_VALUE : sum;
    }

    /** Where there is so much mail that all sources would fill their limits, those of less weight open fewer connections. */
    private static boolean hasItsShare(Lane lane, Path path, int heaviest) {
        int weight = lane.pool.weight(path.source.name());
        long limit = path.gate.limits().connections();
        return weight < heaviest && path.gate.connections() >= Math.ceilDiv(limit * weight, heaviest);
    }

    private void open(Path path, SessionEvents events) {
        path.gate.connectionStarts(clock.nanoTime());
        sites.blocks().opening(path);
        path.opening++;
        path.site.opening++;
        total++;
        ConnectionRequest request = new ConnectionRequest(++opened, path.source, path.site.key.name(),
                path.site.plan.hosts(), path.messagesPerConnection());
        Session session = new Session(path, request, clock.nanoTime());
        for (LimitLine line : path.shared) {
            limits.join(session, line);
        }
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
