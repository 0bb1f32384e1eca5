package com.penguinmails.mta.schedule;

import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.schedule.DomainQueue.Phase;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.time.Clock;
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
        LimitLine refusing = closed == null ? limits.refusing(atAttempt, session) : null;
        Lane lane = queue.lane;
        if (lane != null && (closed != null || refusing != null)) {
            passOver(lane.line.passOver(queue, session.path.source.name()), lane.site, closed, refusing);
            return false;
        }
        refusing = limits.refusing(queue.limits, session);
        if (refusing != null) {
            detach(queue);
            queue.enter(Phase.THROTTLED, clock.millis());
            limits.park(queue, refusing, session.path.site);
            note(queue, refusing);
            return false;
        }
        return true;
    }

    /** Whether the session may take mail of the queue along with other mail; nothing changes if not. */
    boolean mayGoAlong(DomainQueue queue, Session session) {
        LimitLine[] atAttempt = sites.limits().atAttempt(queue, session.path);
        return !pendingOrders.concern(queue) && limits.closed(queue.limits) == null && limits.closed(atAttempt) == null
                && limits.refusing(queue.limits, session) == null && limits.refusing(atAttempt, session) == null;
    }

    /** A queue that waits for a connection such as this one and now stands in the line again; null when none does. */
    @Nullable
    DomainQueue parkedFor(Session session) {
        for (LimitLine line : session.counts) {
            Waiter waiter = line.parkedAt(session.path.site);
            if (waiter != null) {
                line.leave(waiter);
                letOn(waiter);
                DomainQueue queue = waiter.queue();
                return queue.phase == Phase.ACTIVE && session.path.serves(queue.lane) ? queue : null;
            }
        }
        return null;
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

    private void passOver(Line.Place place, Site site, @Nullable LimitLine closed, @Nullable LimitLine refusing) {
        if (closed != null) {
            limits.hold(place, closed);
        } else if (refusing != null) {
            limits.park(place, refusing, site);
        }
        LimitLine line = place.waitsAt;
        if (line != null) {
            note(place, line);
        }
    }

    private boolean isHeldBack(DomainQueue queue) {
        LimitLine closed = limits.closed(queue.limits);
        if (closed == null) {
            return false;
        }
        queue.enter(Phase.THROTTLED, clock.millis());
        limits.hold(queue, closed);
        note(queue, closed);
        return true;
    }

    private void note(Waiter waiter, LimitLine line) {
        if (notes.isDue(waiter.queue())) {
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
