package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.DomainQueue.Phase;
import com.penguinmails.mta.shape.Throttle;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a connection sends next: the queue whose turn it is, its first recipient, and with it those of the same message
 * that are ready for the same site. Every recipient has a token of each rate that applies reserved. For one thread.
 */
final class Picker {
    private final RecipientStore store;
    private final QueueGates gates;
    private final Clock clock;
    private final int maxRecipients;
    private long picked;

    Picker(RecipientStore store, QueueGates gates, Clock clock, int maxRecipients) {
        this.store = store;
        this.gates = gates;
        this.clock = clock;
        this.maxRecipients = maxRecipients;
    }

    /** The next transaction for a session whose path lets a message through, or null when its site has none that may go. */
    @Nullable
    Transaction pick(Session session) {
        DomainQueue queue = nextQueue(session.path);
        if (queue == null) {
            return null;
        }
        SlotTable slots = store.slots();
        int first = queue.readyHead;
        List<Integer> chosen = new ArrayList<>();
        List<List<Throttle<DomainQueue>>> reservations = new ArrayList<>();
        take(first, queue, session.path, chosen, reservations);
        if (!slots.hasOwnMail(first)) {
            takeAlong(first, session.path, chosen, reservations);
        }
        for (int slot : chosen) {
            gates.afterTaking(store.queueOf(slot));
        }
        MailRequest request = new MailRequest(slots.acceptance(first), new SpoolRef(slots.place(first)),
                indexes(chosen));
        return new Transaction(++picked, session, request, List.copyOf(chosen), List.copyOf(reservations));
    }

    private List<Integer> indexes(List<Integer> chosen) {
        SlotTable slots = store.slots();
        if (chosen.size() == 1) {
            return List.of(slots.index(chosen.getFirst()));
        }
        return chosen.stream().map(slots::index).toList();
    }

    /** Gives back what was picked and not begun: to the front, as if it had never been picked. */
    void giveBack(Transaction transaction) {
        transaction.abandoned = true;
        takeBack(transaction);
        releaseTokens(transaction);
    }

    /** Takes back what had begun but was not sent; its tokens are spent. */
    void takeBack(Transaction transaction) {
        for (int i = transaction.slots.size() - 1; i >= 0; i--) {
            int slot = transaction.slots.get(i);
            store.returnReady(slot);
            gates.admit(store.queueOf(slot));
        }
    }

    /** The tokens of what was picked and will not be sent. */
    void releaseTokens(Transaction transaction) {
        for (List<Throttle<DomainQueue>> throttles : transaction.reservations) {
            gates.release(throttles);
            transaction.session.path.gate.releaseMessage();
        }
    }

    /** The tokens of what is sent now. */
    void takeTokens(Transaction transaction) {
        long now = clock.nanoTime();
        for (List<Throttle<DomainQueue>> throttles : transaction.reservations) {
            gates.take(throttles);
            transaction.session.path.gate.takeMessage(now);
        }
    }

    /** Queues whose rate is used up or whose route has expired leave the line here, each once until its gate opens again. */
    private @Nullable DomainQueue nextQueue(Path path) {
        DomainQueue queue = path.nextQueue();
        while (queue != null
                && (queue.route.planAt(clock.millis()) == null || gates.closedThrottle(queue) != null)) {
            gates.readmit(queue);
            queue = path.nextQueue();
        }
        return queue;
    }

    private void takeAlong(int first, Path path, List<Integer> chosen,
            List<List<Throttle<DomainQueue>>> reservations) {
        SlotTable slots = store.slots();
        long now = clock.nanoTime();
        int slot = store.first(slots.acceptance(first));
        while (slot != NONE && chosen.size() < maxRecipients && path.gate.messageReleaseNanos(now) <= now) {
            if (slots.state(slot) == SlotState.READY) {
                DomainQueue queue = store.queueOf(slot);
                if (queue.phase == Phase.ACTIVE && path.serves(queue.lane) && gates.closedThrottle(queue) == null) {
                    take(slot, queue, path, chosen, reservations);
                }
            }
            slot = slots.sibling(slot);
        }
    }

    private void take(int slot, DomainQueue queue, Path path, List<Integer> chosen,
            List<List<Throttle<DomainQueue>>> reservations) {
        store.takeOut(slot, SlotState.PREPARING);
        path.gate.reserveMessage();
        gates.reserve(queue.throttles);
        path.charge(queue, 1);
        chosen.add(slot);
        reservations.add(queue.throttles);
    }
}
