package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import com.penguinmails.mta.deliver.MailRequest;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.DomainQueue.Phase;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a connection sends next: the queue whose turn it is, its first recipient, and with it those of the same message
 * that are ready for the same site. Every recipient has a token of each rate that applies reserved. For one thread.
 */
final class Picker {
    private static final int PASSED_AT_ONCE = 256;

    private final RecipientStore store;
    private final QueueGates gates;
    private final WarmUps warmUps;
    private final Clock clock;
    private final int maxRecipients;
    private final LookAhead lookAhead;
    private long picked;

    Picker(RecipientStore store, QueueGates gates, WarmUps warmUps, Clock clock, int maxRecipients) {
        this.store = store;
        this.gates = gates;
        this.warmUps = warmUps;
        this.clock = clock;
        this.maxRecipients = maxRecipients;
        this.lookAhead = new LookAhead(store.slots());
    }

    /** The next transaction for a session whose path lets a message through, or null when its site has none that may go. */
    @Nullable
    Transaction pick(Session session) {
        return pick(session, null);
    }

    /**
     * The same for a session that is at work, so that what is picked waits for it.
     *
     * @param leaveScarce whether mail whose rate is scarce is not picked, as that would keep from another connection what it could
     *         send at once; asked only where that mail has its turn
     */
    @Nullable
    Transaction pickAhead(Session session, BooleanSupplier leaveScarce) {
        return pick(session, leaveScarce);
    }

    private @Nullable Transaction pick(Session session, @Nullable BooleanSupplier leaveScarce) {
        DomainQueue parked = parkedQueue(session);
        DomainQueue queue = parked == null ? nextQueue(session) : parked;
        if (queue == null) {
            parked = parkedQueue(session);
            queue = parked;
        }
        if (queue == null || parked == null && isLeft(queue, session.path, leaveScarce)) {
            return null;
        }
        int first = queue.readyHead;
        if (parked == null) {
            session.path.charge(queue, 1);
            lookAhead.turn(session.path);
        }
        LimitLine[] limits = take(first, queue, session);
        int others = others(first);
        Transaction transaction = others == NONE
                ? transaction(session, List.of(first), List.<LimitLine[]>of(limits),
                        List.of(store.slots().index(first)))
                : withOthers(session, first, limits, others);
        gates.afterTaking(queue);
        if (parked != null) {
            gates.afterTakingParked(queue, session);
        }
        return transaction;
    }

    private boolean isLeft(DomainQueue queue, Path path, @Nullable BooleanSupplier leaveScarce) {
        return leaveScarce != null && gates.isScarce(queue, path) && leaveScarce.getAsBoolean();
    }

    /** Where the list of those begins that may share the transaction: what belongs to the first of its acceptance is not looked up. */
    private int others(int first) {
        SlotTable slots = store.slots();
        if (slots.hasOwnMail(first)) {
            return NONE;
        }
        return slots.index(first) == 0 ? slots.sibling(first) : store.first(slots.acceptance(first));
    }

    private Transaction withOthers(Session session, int first, LimitLine[] limits, int others) {
        List<Integer> chosen = new ArrayList<>();
        List<LimitLine[]> reservations = new ArrayList<>();
        chosen.add(first);
        reservations.add(limits);
        takeAlong(others, session, chosen, reservations);
        for (int slot : chosen.subList(1, chosen.size())) {
            gates.afterTaking(store.queueOf(slot));
        }
        return transaction(session, List.copyOf(chosen), List.copyOf(reservations),
                chosen.stream().map(store.slots()::index).toList());
    }

    private Transaction transaction(Session session, List<Integer> chosen, List<LimitLine[]> reservations,
            List<Integer> indexes) {
        SlotTable slots = store.slots();
        int first = chosen.getFirst();
        MailRequest request = new MailRequest(slots.acceptance(first), new SpoolRef(slots.place(first)), indexes);
        return new Transaction(++picked, session, request, chosen, reservations, warmUps.step(session.path));
    }

    /**
     * Gives back what was picked and not begun: to the front, as if it had never been picked. Its tokens come first, so that it does
     * not wait for what only itself has reserved.
     */
    void giveBack(Transaction transaction) {
        transaction.abandoned = true;
        releaseTokens(transaction);
        takeBack(transaction);
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
        for (LimitLine[] lines : transaction.reservations) {
            gates.limits().release(lines);
            transaction.session.path.gate.releaseMessage();
        }
        warmUps.giveBack(transaction.session.path, transaction.warmUpStep, transaction.slots.size());
    }

    /** Whether it counts in a step of a warm-up that is over: it must be picked anew to count in this one. */
    boolean isOfPastStep(Transaction transaction) {
        return warmUps.step(transaction.session.path) != transaction.warmUpStep;
    }

    /** Whether the limits on octets let the prepared mail through: its size was not known when it was picked. */
    boolean hasBytes(Transaction transaction) {
        if (!transaction.session.path.gate.hasBytes(clock.nanoTime())) {
            return false;
        }
        for (LimitLine[] lines : transaction.reservations) {
            if (!gates.limits().hasBytes(lines)) {
                return false;
            }
        }
        return true;
    }

    /** The tokens of what is sent now. */
    void takeTokens(Transaction transaction, long octets) {
        long now = clock.nanoTime();
        Session session = transaction.session;
        for (LimitLine[] lines : transaction.reservations) {
            gates.limits().take(lines);
            session.path.gate.takeMessage(now);
        }
        session.path.gate.takeBytes(octets, now);
        gates.limits().sent(session, distinct(transaction.reservations), octets);
    }

    private static Collection<LimitLine> distinct(List<LimitLine[]> reservations) {
        if (reservations.size() == 1) {
            return Arrays.asList(reservations.getFirst());
        }
        Set<LimitLine> distinct = new LinkedHashSet<>();
        reservations.forEach(lines -> distinct.addAll(Arrays.asList(lines)));
        return distinct;
    }

    /** What waited for a connection such as this one had its turn when it was passed over, so it is next; but not twice in a row. */
    private @Nullable DomainQueue parkedQueue(Session session) {
        if (session.counts.isEmpty() || session.tookParked) {
            session.tookParked = false;
            return null;
        }
        DomainQueue queue = gates.parkedFor(session);
        session.tookParked = queue != null;
        return queue;
    }

    /** Queues that may not go leave the line here, each once until what holds it opens; the line is gone round in slices. */
    private @Nullable DomainQueue nextQueue(Session session) {
        DomainQueue queue = session.path.nextQueue();
        for (int passed = 1; queue != null && !gates.mayGo(queue, session); passed++) {
            if (passed == PASSED_AT_ONCE) {
                gates.askPump(session.path.site);
                return null;
            }
            queue = session.path.nextQueue();
        }
        return queue;
    }

    private void takeAlong(int others, Session session, List<Integer> chosen, List<LimitLine[]> reservations) {
        SlotTable slots = store.slots();
        Path path = session.path;
        long now = clock.nanoTime();
        int slot = others;
        while (slot != NONE && chosen.size() < maxRecipients && path.messageReleaseNanos(now) <= now
                && warmUps.admits(path)) {
            if (slots.state(slot) == SlotState.READY) {
                DomainQueue queue = store.queueOf(slot);
                if (queue.phase == Phase.ACTIVE && path.serves(queue.lane) && gates.mayGoAlong(queue, session)) {
                    path.charge(queue, 1);
                    chosen.add(slot);
                    reservations.add(take(slot, queue, session));
                }
            }
            slot = slots.sibling(slot);
        }
    }

    private LimitLine[] take(int slot, DomainQueue queue, Session session) {
        LimitLine[] lines = gates.limits(queue, session.path);
        store.prepare(slot, queue);
        session.path.gate.reserveMessage();
        warmUps.claim(session.path);
        gates.limits().reserve(lines, session);
        gates.limits().settle(queue);
        return lines;
    }
}
