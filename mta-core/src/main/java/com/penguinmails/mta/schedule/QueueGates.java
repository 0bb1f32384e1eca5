package com.penguinmails.mta.schedule;

import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.schedule.DomainQueue.Phase;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.time.Clock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Moves queues with ready mail from gate to gate: limits on whose mail it is, resolution of the domain,
 * limits on where it goes, then the line of the site, and at the attempt limits on where it leaves from.
 * A queue behind a closed gate costs nothing until that gate opens. For one thread.
 */
final class QueueGates implements LimitGate.Admission {
    private static final int MOVED_AT_ONCE = 256;

    private final RecipientStore store;
    private final SiteTable sites;
    private final DomainRoutes routes;
    private final Clock clock;
    private final LimitNotes notes;
    private final LimitGate limits;
    private final PendingOrders pendingOrders = new PendingOrders();

    QueueGates(RecipientStore store, SiteTable sites, DomainRoutes routes, Timers timers, Clock clock,
            LimitNotes notes) {
        this.store = store;
        this.sites = sites;
        this.routes = routes;
        this.clock = clock;
        this.notes = notes;
        this.limits = new LimitGate(timers, clock, this);
    }

    /** Something of the queue became ready: if it stands before no gate yet, it goes to the first. */
    void admit(DomainQueue queue) {
        if (queue.phase == Phase.ACTIVE && queue.lane != null) {
            sites.askPump(queue.lane.site);
        }
        if (queue.phase != Phase.IDLE || queue.ready == 0) {
            return;
        }
        pendingOrders.seenBy(queue);
        Suspension suspension = sites.lanes().suspension(queue);
        if (suspension != null) {
            suspend(queue, suspension);
            return;
        }
        queue.priorityNow = sites.lanes().priority(queue, null);
        if (isHeldBack(queue)) {
            return;
        }
        DeliveryPlan plan = queue.route.planAt(clock.millis());
        if (plan == null) {
            queue.enter(Phase.RESOLVING, clock.millis());
            routes.await(queue);
            return;
        }
        admit(queue, sites.get(plan, queue.key.domain()));
    }

    private void admit(DomainQueue queue, Site site) {
        Suspension suspension = sites.lanes().suspension(queue, site);
        if (suspension != null) {
            suspend(queue, suspension);
            return;
        }
        sites.limits().holdAt(queue, site);
        if (isHeldBack(queue)) {
            return;
        }
        queue.enter(Phase.ACTIVE, clock.millis());
        queue.priorityNow = sites.lanes().priority(queue, site);
        sites.lanes().of(site, queue).add(queue);
        sites.askPump(site);
    }

    /** It stays until the suspension ends, which readmits it. */
    private void suspend(DomainQueue queue, Suspension suspension) {
        queue.enter(Phase.SUSPENDED, clock.millis());
        queue.heldBy = suspension;
        notes.held(queue, suspension.words(), sites.lanes().endNanos(suspension));
    }

    /** Recipients of the queue were taken out: without any ready one it stands before no gate. */
    void afterTaking(DomainQueue queue) {
        if (queue.ready == 0 && queue.phase != Phase.DRAINING) {
            leave(queue);
        }
    }

    /** Takes the queue away from whatever gate it stands before, and forgets it if it is empty. */
    void leave(DomainQueue queue) {
        detach(queue);
        limits.settle(queue);
        store.queues().removeIfEmpty(queue);
    }

    /** Looks at the gates of the queue again from the first. */
    void readmit(DomainQueue queue) {
        if (queue.ready == 0) {
            leave(queue);
            return;
        }
        detach(queue);
        admit(queue);
    }

    /** Its domain goes elsewhere now: what stands in a lane of the former site, or is held there, goes on to the new one. */
    void follow(DomainQueue queue) {
        switch (queue.phase) {
            case ACTIVE, SUSPENDED, THROTTLED -> readmit(queue);
            case IDLE, RESOLVING, DRAINING -> {
                // It asks for the way when it comes to that.
            }
        }
    }

    /**
     * Queues that are held to some sources of their pool, and may have been so for a reason that is gone, choose their lane again:
     * the lane that they stand in is closed at once, and they leave it in slices.
     */
    void realign(Site site) {
        if (site.realignAsked || site.realignNanos <= clock.nanoTime()) {
            site.realignAsked = false;
            site.realignNanos = Long.MAX_VALUE;
            site.close(Lane::isNarrowed);
        }
        int moved = 0;
        DomainQueue queue = site.firstInClosed();
        while (queue != null && moved < MOVED_AT_ONCE) {
            readmit(queue);
            moved++;
            queue = site.firstInClosed();
        }
        if (queue != null) {
            sites.askPump(site);
        }
    }

    /** What was ordered and has not come to every queue yet. */
    PendingOrders pendingOrders() {
        return pendingOrders;
    }

    /** What counts and holds the limits. */
    LimitGate limits() {
        return limits;
    }

    /** The limits that hold for the queue's mail on this path. */
    LimitLine[] limits(DomainQueue queue, Path path) {
        LimitLine[] ofMail = LimitTable.join(queue.limits, sites.limits().atAttempt(queue, path));
        return LimitTable.join(ofMail, path.shared);
    }

    /**
     * Whether the session may take mail of the queue, which stands in a lane of its site. If not, the queue is out of the line: it
     * waits for what holds it, on this source alone where only that is refused.
     */
    boolean mayGo(DomainQueue queue, Session session) {
        if (queue.route.planAt(clock.millis()) == null || limits.closed(queue.limits) != null
                || pendingOrders.concern(queue)) {
            readmit(queue);
            return false;
        }
        LimitLine[] atAttempt = sites.limits().atAttempt(queue, session.path);
        LimitLine closed = limits.closed(atAttempt);
        Lane lane = queue.lane;
        if (lane != null && closed != null) {
            Line.Place place = lane.line.passOver(queue, session.path.source.name());
            limits.hold(place, closed);
            note(place);
            return false;
        }
        return !isParked(queue, session.path, session);
    }

    /**
     * Parks a queue, or its place in the line of the path's source, if a limit on connections refuses it: it waits for one that counts.
     *
     * @param session that would take its mail, or null for one that counts for no limit
     */
    private boolean isParked(DomainQueue queue, Path path, @Nullable Session session) {
        LimitLine refusing = limits.refusing(sites.limits().atAttempt(queue, path), session);
        Lane lane = queue.lane;
        if (lane != null && refusing != null) {
            Line.Place place = lane.line.passOver(queue, path.source.name());
            limits.park(place, refusing, lane.site);
            note(place);
            return true;
        }
        refusing = limits.refusing(queue.limits, session);
        if (refusing != null) {
            detach(queue);
            queue.enter(Phase.THROTTLED, clock.millis());
            limits.park(queue, refusing, path.site);
            note(queue);
            return true;
        }
        return false;
    }

    /**
     * Whether a rate of the queue's mail is used about as fast as it gives, and limits admit another connection for it.
     *
     * @param path that the mail would leave through
     */
    boolean isScarce(DomainQueue queue, Path path) {
        LimitLine[] atAttempt = sites.limits().atAttempt(queue, path);
        return limits.isScarce(LimitTable.join(queue.limits, atAttempt), path.site.opening);
    }

    /** Whether the session may take mail of the queue along with other mail; nothing changes if not. */
    boolean mayGoAlong(DomainQueue queue, Session session) {
        return !pendingOrders.concern(queue) && limits.closed(queue.limits) == null
                && limits.closed(sites.limits().atAttempt(queue, session.path)) == null && countsFor(session, queue);
    }

    /** Whether the session counts for each limit on connections that is full and holds for mail of the queue. */
    private boolean countsFor(Session session, DomainQueue queue) {
        return limits.refusing(queue.limits, session) == null
                && limits.refusing(sites.limits().atAttempt(queue, session.path), session) == null;
    }

    /** A queue that waits for a connection such as this one and may go on it, back in its lane; null when none may. */
    @Nullable
    DomainQueue parkedFor(Session session) {
        Site site = session.path.site;
        int passed = 0;
        Predicate<Waiter> mayTake = one -> isFor(one, session) && isOpen(one, session);
        for (LimitLine line : session.counts) {
            for (Waiter waiter = line.takeParkedAt(site, mayTake); waiter != null; waiter = line
                    .takeParkedAt(site, mayTake)) {
                letOn(waiter);
                DomainQueue queue = waiter.queue();
                if (queue.phase == Phase.ACTIVE && session.path.serves(queue.lane) && mayGo(queue, session)) {
                    session.served(line);
                    return queue;
                }
                if (++passed == MOVED_AT_ONCE) {
                    askPump(site);
                    return null;
                }
            }
        }
        return null;
    }

    /**
     * Whether the session might take what is parked: its source serves it, and it counts for every other full limit too. What is
     * let on in vain is only parked again, elsewhere or here, and two sessions would hand it to and fro for ever.
     */
    private boolean isFor(Waiter waiter, Session session) {
        DomainQueue queue = waiter.queue();
        Path path = session.path;
        boolean served = waiter instanceof Line.Place place
                ? place.source.equals(path.source.name())
                : sites.serves(path, queue);
        return served && countsFor(session, queue);
    }

    /**
     * Whether nothing holds what is parked at the session's source for now; if something does, the site looks again at that instant.
     * It stays parked: let on, it would wait for this source until a connection of another parks it again, and so on for ever.
     */
    private boolean isOpen(Waiter waiter, Session session) {
        LimitLine closed = limits.closed(sites.limits().atAttempt(waiter.queue(), session.path));
        if (closed == null) {
            return true;
        }
        long now = clock.nanoTime();
        long release = closed.counter.messageReleaseNanos(now);
        Site site = session.path.site;
        site.parkedNanos = Math.min(site.parkedNanos, release > now ? release : now + closed.counter.intervalNanos());
        return false;
    }

    /** Whether mail that waits at the limit may go over this connection. */
    boolean isWaitedFor(Session session, LimitLine line) {
        return line.hasParkedAt(session.path.site, one -> isFor(one, session));
    }

    /**
     * Some of a queue that was {@link #parkedFor} the session was taken. What is left waits again for a connection that counts, unless
     * any may take it: else one would be opened for it that is refused it.
     */
    void afterTakingParked(DomainQueue queue, Session session) {
        if (queue.phase == Phase.ACTIVE && session.path.serves(queue.lane)) {
            var _ = isParked(queue, session.path, null);
        }
    }

    @Override
    public void letOn(Waiter waiter) {
        DomainQueue queue = waiter.queue();
        if (waiter instanceof Line.Place place) {
            Lane lane = queue.lane;
            if (lane != null) {
                lane.line.rejoin(place);
                sites.askPump(lane.site);
            }
            return;
        }
        queue.enter(Phase.IDLE, clock.millis());
        admit(queue);
    }

    @Override
    public void askPump(Site site) {
        sites.askPump(site);
    }

    private boolean isHeldBack(DomainQueue queue) {
        LimitLine closed = limits.closed(queue.limits);
        if (closed == null) {
            return false;
        }
        queue.enter(Phase.THROTTLED, clock.millis());
        limits.hold(queue, closed);
        note(queue);
        return true;
    }

    private void note(Waiter waiter) {
        LimitLine line = waiter.waitsAt;
        if (line != null && notes.isDue(waiter.queue())) {
            long now = clock.nanoTime();
            notes.held(waiter.queue(), line.reason(waiter, now), line.releaseNanos(waiter, now));
        }
    }

    private void detach(DomainQueue queue) {
        queue.heldBy = null;
        Lane lane = queue.lane;
        if (lane != null) {
            lane.remove(queue);
        }
        if (queue.waitsAt != null) {
            queue.waitsAt.leave(queue);
        }
        queue.route.waiting.remove(queue);
        queue.enter(Phase.IDLE, clock.millis());
    }
}
