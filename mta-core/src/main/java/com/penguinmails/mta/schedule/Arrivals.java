package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.time.Clock;
import org.jspecify.annotations.Nullable;

/** Takes acceptances into the queue: a slot for each recipient, which is ready or waits for its time. For one thread. */
final class Arrivals {
    private final RecipientStore store;
    private final QueueGates gates;
    private final Cancellations cancellations;
    private final RetrySchedule schedule;
    private final Clock clock;
    /** The highest number of an acceptance that was taken in. */
    private long last;

    Arrivals(RecipientStore store, QueueGates gates, Cancellations cancellations, RetrySchedule schedule,
            Clock clock) {
        this.store = store;
        this.gates = gates;
        this.cancellations = cancellations;
        this.schedule = schedule;
        this.clock = clock;
    }

    /** The number that the next acceptance has at least. */
    long nextAcceptance() {
        return last + 1;
    }

    /** A committed acceptance. */
    void accept(long acceptance, SpoolRef place, QueuedMail mail) {
        int _ = insert(acceptance, place, mail, null);
        SlotTable slots = store.slots();
        for (int slot = store.first(acceptance); slot != NONE; slot = slots.sibling(slot)) {
            enter(slot, mail.sendAtMillis(), InsertReason.RECEIVED, InsertReason.SCHEDULED);
        }
    }

    /** One of an earlier start; returns how many of its recipients are open. */
    int restore(long acceptance, SpoolRef place, QueuedMail mail, OpenRecipients open) {
        int count = insert(acceptance, place, mail, open);
        SlotTable slots = store.slots();
        for (int slot = store.first(acceptance); slot != NONE; slot = slots.sibling(slot)) {
            int index = slots.index(slot);
            slots.setAttempts(slot, open.attempts(index));
            boolean tried = open.attempts(index) > 0;
            // The wall clock may have stood ahead at the attempt, and be right again.
            long due = tried
                    ? schedule.within(open.dueMillis(index), open.attempts(index), clock.millis())
                    : mail.sendAtMillis();
            enter(slot, due, InsertReason.RECOVERED, tried ? InsertReason.DEFERRED : InsertReason.SCHEDULED);
        }
        return count;
    }

    /** From the last to the first, so that the list of the acceptance is in their order. */
    private int insert(long acceptance, SpoolRef place, QueuedMail mail, @Nullable OpenRecipients open) {
        last = Math.max(last, acceptance);
        boolean ownMail = mail.job() != null;
        Labels labels = mail.labels();
        String senderDomain = mail.senderDomain();
        int count = 0;
        for (int i = mail.recipientCount() - 1; i >= 0; i--) {
            if (open != null && !open.isOpen(i)) {
                continue;
            }
            DomainQueue queue = store.queues().get(
                    new QueueKey(labels.tenant(), labels.campaign(), senderDomain, mail.domain(i), mail.priority()));
            queue.sinceMillis = Math.min(queue.sinceMillis, mail.acceptedMillis());
            int slot = store.insert(acceptance, i, place.position(), mail.expiresMillis(), queue);
            if (ownMail) {
                store.slots().setOwnMail(slot);
            }
            count++;
        }
        JobId job = mail.job();
        if (job != null && count > 0) {
            cancellations.belongs(acceptance, job);
        }
        return count;
    }

    private void enter(int slot, long dueMillis, InsertReason ready, InsertReason waiting) {
        if (dueMillis > clock.millis()) {
            store.makeWait(slot, waiting, dueMillis);
        } else {
            store.makeReady(slot, ready);
            gates.admit(store.queueOf(slot));
        }
    }
}
