package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.shape.Suspensions;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts a standing order into effect for what is queued, or ends its effect: mail that is prepared but not begun goes back to its
 * queue, and every queue that it picks out looks at its gates again from the first. For one thread.
 */
final class OrderEffects implements StandingOrders.Effect {
    private final QueueTable queues;
    private final RecipientStore store;
    private final SiteTable sites;
    private final QueueGates gates;
    private final Dispatcher dispatcher;

    OrderEffects(RecipientStore store, SiteTable sites, QueueGates gates, Dispatcher dispatcher) {
        this.queues = store.queues();
        this.store = store;
        this.sites = sites;
        this.gates = gates;
        this.dispatcher = dispatcher;
    }

    @Override
    public void changed(StandingOrder order) {
        MailSelector selector = order.selector();
        List<Site> concerned = sites.all().stream()
                .filter(site -> selector.matchesSite(site.key.name(), site.provider)).toList();
        concerned.forEach(site -> abandonPrepared(site, selector));
        if (!(order instanceof Suspension && Suspensions.isOfPath(selector))) {
            queues.all().stream().filter(queue -> isConcerned(queue, selector)).toList().forEach(gates::readmit);
        }
        concerned.forEach(sites::realign);
    }

    /** Mail that a selector picks out and that is prepared but not begun goes back to its queue. */
    void abandonPrepared(MailSelector selector) {
        sites.all().forEach(site -> abandonPrepared(site, selector));
    }

    private void abandonPrepared(Site site, MailSelector selector) {
        List<Transaction> prepared = new ArrayList<>();
        for (Path path : site.paths.values()) {
            if (selector.matchesSource(path.source.name())) {
                for (Session session : path.sessions) {
                    Transaction next = session.next;
                    if (next != null && next.slots.stream().anyMatch(slot -> isPicked(slot, selector))) {
                        prepared.add(next);
                    }
                }
            }
        }
        prepared.forEach(dispatcher::abandon);
    }

    private boolean isPicked(int slot, MailSelector selector) {
        return store.queueOf(slot).key.isPickedBy(selector);
    }

    private static boolean isConcerned(DomainQueue queue, MailSelector selector) {
        Lane lane = queue.lane;
        boolean there = lane == null || selector.matchesSite(lane.site.key.name(), lane.site.provider);
        return there && queue.key.isPickedBy(selector) && queue.phase != DomainQueue.Phase.IDLE
                && queue.phase != DomainQueue.Phase.DRAINING;
    }
}
