package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.QueueOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.agrona.collections.IntHashSet;

/**
 * Carries one command out on every recipient that was accepted before it was given, a slice at a time so that no other mail waits
 * for it. It goes by slot number: slots do not move, and one that is filled behind its back belongs to a later acceptance, which
 * it passes by. What is in a transaction when it comes by is remembered, and acted upon if it comes back; a flush leaves it alone,
 * for it is being tried. Where the command goes by where mail goes, domains that nobody has asked about are looked up first, so
 * that the same is meant after a restart as before. For one thread.
 */
final class CommandWalk {
    /** What one slice may cost: looking at a slot costs 1. */
    private static final int SLICE = 4_096;
    /** What it costs to act upon a recipient. */
    private static final int TOUCH = 16;

    private final OperatorCommand command;
    private final long before;
    private final Parts parts;
    private final SlotTable slots;
    private final IntHashSet inFlight = new IntHashSet();
    private final int end;
    private int next;
    private long touched;
    /** Whether the domains that nobody has asked about are still being found out. */
    private boolean searching;
    /** Domains that are being looked up. */
    private int unanswered;

    /** What it shares with the rest of the queue. */
    record Parts(RecipientStore store, QueueMatch match, QueueGates gates, Settlement settlement,
            OrderEffects effects, DomainRoutes routes, QueueWalks walks, RetrySchedule schedule) {}

    /** @param before only acceptances with a lower number are touched */
    CommandWalk(OperatorCommand command, long before, Parts parts) {
        this.command = command;
        this.before = before;
        this.parts = parts;
        slots = parts.store().slots();
        end = slots.capacity();
        lookUp();
    }

    private void lookUp() {
        MailSelector selector = command.selector();
        if (!selector.needsSite() && !selector.needsSource()) {
            return;
        }
        searching = true;
        Set<DomainRoute> unknown = new HashSet<>();
        parts.walks().begin(queue -> {
            boolean found = parts.match().of(command.kind(), selector, queue) == QueueMatch.Verdict.UNDECIDED
                    && unknown.add(queue.route);
            if (found) {
                unanswered++;
                parts.routes().lookUp(queue.route, () -> unanswered--);
            }
            return found;
        }, () -> searching = false);
    }

    /** Goes on for a slice; returns how many slots were looked at, 0 when there is nothing to do now. */
    int work() {
        if (!hasWork()) {
            return 0;
        }
        if (settles()) {
            // What is prepared is in no list; given back, it is met here before it can be picked again.
            parts.effects().abandonPrepared(command.selector());
        }
        int from = next;
        long touchedBefore = touched;
        while (next < end && next - from + (touched - touchedBefore) * TOUCH < SLICE && hasRoom()) {
            visit(next++);
        }
        return next - from;
    }

    /** Whether {@link #work} would come further. */
    boolean hasWork() {
        return !searching && unanswered == 0 && next < end && hasRoom();
    }

    /** A slot that was in flight is so no more; it may hold another recipient by now. */
    void cameBack(int slot) {
        if (inFlight.remove(slot) && slots.state(slot) != SlotState.FREE) {
            visit(slot);
        }
    }

    /**
     * Whether nothing is left to be acted upon, and what was acted upon has its end on disk. A flush is over when all that was
     * flushed has been tried.
     */
    boolean isOver() {
        return next >= end && inFlight.isEmpty()
                && (command.kind() != CommandKind.FLUSH || parts.store().flushed() == 0);
    }

    long touched() {
        return touched;
    }

    private boolean settles() {
        return command.kind() != CommandKind.FLUSH;
    }

    private boolean hasRoom() {
        return !settles() || parts.settlement().room() > 0;
    }

    private void visit(int slot) {
        SlotState state = slots.state(slot);
        if (state == SlotState.FREE || slots.acceptance(slot) >= before || !isMeant(slot)) {
            return;
        }
        switch (state) {
            case READY, WAITING -> touch(slot, state);
            case PREPARING, SENDING, SETTLING -> {
                if (settles()) {
                    await(slot);
                }
            }
            case FREE -> {
            }
        }
    }

    private void await(int slot) {
        inFlight.add(slot);
        parts.store().watch(slot);
    }

    private boolean isMeant(int slot) {
        MailSelector selector = command.selector();
        return parts.match().of(command.kind(), selector, parts.store().queueOf(slot)) == QueueMatch.Verdict.YES;
    }

    private void touch(int slot, SlotState state) {
        DomainQueue queue = parts.store().queueOf(slot);
        if (settles()) {
            parts.store().takeOut(slot, SlotState.SETTLING);
            parts.gates().afterTaking(queue);
            // Until its end is on disk a crash would bring it back, and the command has to meet it again.
            await(slot);
            parts.settlement().settle(List.of(slot), outcome(), null, null);
            touched++;
        } else if (state == SlotState.WAITING && waitsSinceBefore(slot)) {
            parts.store().makeReady(slot, InsertReason.FLUSHED);
            parts.gates().admit(queue);
            touched++;
        }
    }

    /**
     * Whether it waits for its next attempt since before the command, as far as can be told: the attempt was at the earliest the
     * longest pause before it is due. So a flush that begins again after a restart passes by what it had tried already; what was
     * deferred so soon after it that the jitter hides the order is tried once more.
     */
    private boolean waitsSinceBefore(int slot) {
        InsertReason reason = slots.reason(slot);
        if (reason == InsertReason.SCHEDULED) {
            return false;
        }
        int attempts = slots.attempts(slot);
        return attempts == 0
                || slots.due(slot) - parts.schedule().longestMillis(attempts) < command.issuedMillis();
    }

    private Outcome outcome() {
        return command.kind() == CommandKind.BOUNCE
                ? QueueOutcome.bouncedByOperator(command.author().reason())
                : QueueOutcome.cancelled();
    }
}
