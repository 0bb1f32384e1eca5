package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.schedule.MailQueue.RecipientState;
import com.penguinmails.mta.shape.Suspension;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says of each recipient everything that holds it, in the order in which it meets it. The rule: whoever asks, at any instant, is
 * told at least one thing that is true. Changes nothing. For one thread.
 */
final class Explainer {
    private final RecipientStore store;
    private final SiteTable sites;
    private final QueueBlockers queueBlockers;
    private final SiteBlockers siteBlockers;
    private final FlightBlockers flights;
    private final Instants instants;

    Explainer(RecipientStore store, SiteTable sites, QueueBlockers queueBlockers, SiteBlockers siteBlockers,
            FlightBlockers flights, Instants instants) {
        this.store = store;
        this.sites = sites;
        this.queueBlockers = queueBlockers;
        this.siteBlockers = siteBlockers;
        this.flights = flights;
        this.instants = instants;
    }

    /** Each open recipient of the acceptance. */
    List<RecipientExplanation> explain(long acceptance) {
        SlotTable slots = store.slots();
        List<RecipientExplanation> explanations = new ArrayList<>();
        for (int slot = store.first(acceptance); slot != NONE; slot = slots.sibling(slot)) {
            List<Blocker> blockers = blockers(slot);
            Blocker first = blockers.getFirst();
            explanations.add(new RecipientExplanation(new RecipientState(slots.index(slot),
                    new SpoolRef(slots.place(slot)), first.kind().state(), slots.reason(slot), first.reason(),
                    slots.attempts(slot), Releases.of(blockers)), slots.expiry(slot), blockers));
        }
        return explanations;
    }

    /** What holds one recipient, or what it is doing. */
    List<Blocker> blockers(int slot) {
        DomainQueue queue = store.queueOf(slot);
        return switch (store.slots().state(slot)) {
            case WAITING -> waiting(slot, queue);
            case READY -> ahead(queue, slot);
            case PREPARING, SENDING, SETTLING, FREE -> List.of(flights.of(slot));
        };
    }

    /** What holds the next ready recipient of a queue. */
    List<Blocker> blockers(DomainQueue queue) {
        return ahead(queue, queue.readyHead);
    }

    /** It waits for its time; of what it would meet then, only what holds longer is told. */
    private List<Blocker> waiting(int slot, DomainQueue queue) {
        Blocker own = queueBlockers.waiting(slot, queue);
        List<Blocker> all = new ArrayList<>(List.of(own));
        List<Blocker> ahead = ahead(queue, NONE);
        if (ahead.stream().noneMatch(blocker -> blocker.kind().isTransit())) {
            ahead.stream().filter(blocker -> blocker.kind().outlasts())
                    .filter(blocker -> blocker.releaseMillis() == 0 || blocker.releaseMillis() > own.releaseMillis())
                    .forEach(all::add);
        }
        return all;
    }

    private List<Blocker> ahead(DomainQueue queue, int slot) {
        List<Blocker> blockers = new ArrayList<>(queueBlockers.of(queue));
        DeliveryPlan plan = queue.route.planAt(instants.nowMillis());
        Lane lane = queue.lane;
        if (lane == null && plan != null) {
            Site site = sites.find(plan, queue.key.domain());
            lane = site == null ? null : sites.lanes().of(site, queue);
        }
        addSuspension(queue, lane, blockers);
        if (lane != null) {
            boolean stands = queue.phase == DomainQueue.Phase.ACTIVE;
            List<Blocker> ofSite = siteBlockers.of(lane, queue, stands ? slot : NONE);
            boolean open = ofSite.stream().anyMatch(blocker -> blocker.kind().isTransit());
            if (blockers.isEmpty() || !open) {
                blockers.addAll(ofSite);
            }
        } else if (blockers.isEmpty()) {
            blockers.add(queueBlockers.entering(queue, plan == null));
        }
        return blockers;
    }

    /** One of mail alone takes hold before any limit, one that needs the site before the lines of that. */
    private void addSuspension(DomainQueue queue, @Nullable Lane lane, List<Blocker> blockers) {
        Suspension ofMail = sites.lanes().suspension(queue);
        Suspension there = lane == null ? queue.heldBy : sites.lanes().suspension(queue, lane.site);
        if (ofMail != null) {
            blockers.addFirst(QueueBlockers.suspended(ofMail, ""));
        } else if (there != null) {
            blockers.add(QueueBlockers.suspended(there, ""));
        }
    }
}
