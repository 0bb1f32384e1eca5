package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.shape.Suspensions;

/**
 * Puts a standing order into effect for what is queued, or ends its effect: mail that is prepared but not begun goes back to its
 * queue, and every queue that it picks out looks at its gates again from the first, in slices; one that is to be picked from
 * before its slice comes does so then. For one thread.
 */
final class OrderEffects implements StandingOrders.Effect {
    private final RecipientStore store;
    private final SiteTable sites;
    private final QueueGates gates;
    private final QueueWalks walks;
    private final Dispatcher dispatcher;

    OrderEffects(RecipientStore store, SiteTable sites, QueueGates gates, QueueWalks walks, Dispatcher dispatcher) {
        this.store = store;
        this.sites = sites;
        this.gates = gates;
        this.walks = walks;
        this.dispatcher = dispatcher;
    }

    @Override
    public void changed(StandingOrder order) {
        MailSelector selector = order.selector();
        // An override means a whole pool, whichever of its sources mail was prepared for.
        abandonPrepared(order instanceof Suspension ? selector : selector.fromAnySource());
        if (!(order instanceof Suspension && Suspensions.isOfPath(selector))) {
            PendingOrders.Pending pending = gates.pendingOrders().begin(selector);
            walks.begin(queue -> look(queue, selector), () -> gates.pendingOrders().end(pending));
        }
        for (Site site : sites.all()) {
            if (selector.matchesSite(site.key.name(), site.provider)) {
                sites.realign(site);
            }
        }
    }

    /** Mail that a selector picks out and that is prepared but not begun goes back to its queue. */
    void abandonPrepared(MailSelector selector) {
        dispatcher.abandonPrepared(prepared -> {
            Path path = prepared.session.path;
            return selector.matchesSource(path.source.name())
                    && selector.matchesSite(path.site.key.name(), path.site.provider)
                    && prepared.slots.stream().anyMatch(slot -> store.queueOf(slot).key.isPickedBy(selector));
        });
    }

    private boolean look(DomainQueue queue, MailSelector selector) {
        Lane lane = queue.lane;
        boolean there = lane == null || selector.matchesSite(lane.site.key.name(), lane.site.provider);
        boolean concerned = there && queue.key.isPickedBy(selector) && queue.phase != DomainQueue.Phase.IDLE
                && queue.phase != DomainQueue.Phase.DRAINING;
        if (concerned) {
            gates.readmit(queue);
        }
        return concerned;
    }
}
