package com.penguinmails.mta.schedule;

import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.schedule.DomainQueue.Phase;
import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.shape.Throttle;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves queues with ready mail from gate to gate: rates of the first gate, resolution of the domain, then the line of the site.
 * A queue behind a closed gate costs nothing until that gate opens. For one thread.
 */
final class QueueGates {
    private final RecipientStore store;
    private final SiteTable sites;
    private final DomainRoutes routes;
    private final Timers timers;
    private final Clock clock;
    private final LimitNotes notes;
    private final Map<Throttle<DomainQueue>, Timer> throttleTimers = new HashMap<>();

    QueueGates(RecipientStore store, SiteTable sites, DomainRoutes routes, Timers timers, Clock clock,
            LimitNotes notes) {
        this.store = store;
        this.sites = sites;
        this.routes = routes;
        this.timers = timers;
        this.clock = clock;
        this.notes = notes;
    }

    /** Something of the queue became ready: if it stands before no gate yet, it goes to the first. */
    void admit(DomainQueue queue) {
        if (queue.phase == Phase.ACTIVE && queue.lane != null) {
            sites.askPump(queue.lane.site);
        }
        if (queue.phase != Phase.IDLE || queue.ready == 0) {
            return;
        }
        Throttle<DomainQueue> closed = closedThrottle(queue);
        if (closed != null) {
            holdBack(queue, closed);
            return;
        }
        DeliveryPlan plan = queue.route.planAt(clock.millis());
        if (plan == null) {
            queue.enter(Phase.RESOLVING, clock.millis());
            routes.await(queue);
            return;
        }
        queue.enter(Phase.ACTIVE, clock.millis());
        Site site = sites.get(plan, queue.key.domain());
        sites.lane(site, queue).add(queue);
        sites.askPump(site);
    }

    /** Recipients of the queue were taken out: without any ready one it stands before no gate. */
    void afterTaking(DomainQueue queue) {
        if (queue.ready == 0 && queue.phase != Phase.DRAINING) {
            leave(queue);
        }
    }

    /** Takes the queue away from whatever gate it stands before, and forgets it if it is empty. */
    void leave(DomainQueue queue) {
        Lane lane = queue.lane;
        if (lane != null) {
            lane.remove(queue);
        }
        if (queue.waitsAt != null) {
            queue.waitsAt.waiting().remove(queue);
            queue.waitsAt = null;
        }
        queue.route.waiting.remove(queue);
        queue.enter(Phase.IDLE, clock.millis());
        store.queues().removeIfEmpty(queue);
    }

    /** Looks at the gates of the queue again from the first. */
    void readmit(DomainQueue queue) {
        leave(queue);
        admit(queue);
    }

    /** Queues that are held to some sources of their pool, and may have been so for a reason that is gone, choose their lane again. */
    void realign(Site site) {
        if (!site.realignAsked && site.realignNanos > clock.nanoTime()) {
            return;
        }
        site.realignAsked = false;
        site.realignNanos = Long.MAX_VALUE;
        List<DomainQueue> moved = new ArrayList<>();
        for (Lane lane : site.lanes.values()) {
            DomainQueue queue = lane.isNarrowed() ? lane.line.next() : null;
            while (queue != null) {
                leave(queue);
                moved.add(queue);
                queue = lane.line.next();
            }
        }
        moved.forEach(this::admit);
    }

    /** The first rate that lets nothing of this queue through now, or null. */
    @Nullable
    Throttle<DomainQueue> closedThrottle(DomainQueue queue) {
        long now = clock.nanoTime();
        for (Throttle<DomainQueue> throttle : queue.throttles) {
            if (throttle.bucket().available(now) < 1) {
                return throttle;
            }
        }
        return null;
    }

    /** A recipient of a queue with these throttles is to be sent. */
    void reserve(List<Throttle<DomainQueue>> throttles) {
        throttles.forEach(throttle -> throttle.bucket().reserve());
    }

    /** It is not sent after all. */
    void release(List<Throttle<DomainQueue>> throttles) {
        for (Throttle<DomainQueue> throttle : throttles) {
            throttle.bucket().release();
            arm(throttle, clock.nanoTime());
        }
    }

    /** It is sent now. */
    void take(List<Throttle<DomainQueue>> throttles) {
        long now = clock.nanoTime();
        for (Throttle<DomainQueue> throttle : throttles) {
            throttle.bucket().take(now);
            if (throttle.bucket().available(now) < 1 || !throttleTimers.containsKey(throttle)) {
                arm(throttle, now);
            }
        }
    }

    private void holdBack(DomainQueue queue, Throttle<DomainQueue> throttle) {
        queue.enter(Phase.THROTTLED, clock.millis());
        queue.waitsAt = throttle;
        throttle.waiting().add(queue);
        arm(throttle, clock.nanoTime());
        notes.held(queue, throttle.describe(), throttle.bucket().releaseNanos(clock.nanoTime()));
    }

    /**
     * As many queues go on as there are tokens; each looks at its other gates, and takes its token only when it is sent. A token
     * that none of them can use yet is offered to the next queue after the time of one more.
     */
    private void open(Throttle<DomainQueue> throttle) {
        throttleTimers.remove(throttle);
        long now = clock.nanoTime();
        long tokens = throttle.bucket().available(now);
        DomainQueue queue = throttle.waiting().next();
        while (queue != null && tokens > 0) {
            throttle.waiting().charge(queue, 1);
            readmit(queue);
            // One that another rate holds has no use for a token of this one.
            tokens -= queue.phase == Phase.THROTTLED ? 0 : 1;
            queue = throttle.waiting().next();
        }
        arm(throttle, now + throttle.bucket().intervalNanos());
    }

    /** Wakes at the instant of the next token, or at {@code ifOpen} if there is one now. */
    private void arm(Throttle<DomainQueue> throttle, long ifOpen) {
        long now = clock.nanoTime();
        long release = throttle.bucket().releaseNanos(now);
        Timer armed = throttleTimers.get(throttle);
        if (armed != null && armed.deadlineNanos() == release && throttle.waiting().size() > 0) {
            return;
        }
        if (armed != null) {
            armed.cancel();
            throttleTimers.remove(throttle);
        }
        if (throttle.waiting().size() > 0 && release != Long.MAX_VALUE) {
            throttleTimers.put(throttle, timers.at(release == now ? ifOpen : release, () -> open(throttle)));
        }
    }
}
