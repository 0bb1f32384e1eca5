package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import org.agrona.collections.IntArrayList;
import org.agrona.collections.IntHashSet;

/**
 * Every queued recipient and which lists it is in: the moves of {@link SlotState}, each of which keeps links, timer wheel and
 * the queue's counts in step. Decides nothing. For one thread.
 */
final class RecipientStore {
    private final SlotTable slots;
    private final AcceptanceIndex acceptances;
    private final TimerWheel wheel;
    private final QueueTable queues;
    /** In flight, and somebody wants to know when they are so no more. */
    private final IntHashSet watched = new IntHashSet();
    private final IntArrayList left = new IntArrayList();
    private int flushed;

    RecipientStore(SlotTable slots, AcceptanceIndex acceptances, TimerWheel wheel, QueueTable queues) {
        this.slots = slots;
        this.acceptances = acceptances;
        this.wheel = wheel;
        this.queues = queues;
    }

    SlotTable slots() {
        return slots;
    }

    QueueTable queues() {
        return queues;
    }

    DomainQueue queueOf(int slot) {
        return queues.get(slots.queue(slot));
    }

    /** The first slot of an acceptance, or {@link SlotTable#NONE}; the others follow by {@link SlotTable#sibling}. */
    int first(long acceptance) {
        return acceptances.first(acceptance);
    }

    /** A new slot in no list; to be made ready or to wait by the caller. */
    int insert(long acceptance, int index, long place, long expiryMillis, DomainQueue queue) {
        int slot = slots.allocate(acceptance, index, place, expiryMillis);
        slots.setQueue(slot, queue.number);
        acceptances.add(slot);
        queue.inFlight++;
        return slot;
    }

    /** From the timer wheel or in flight to the end of its queue's list. */
    void makeReady(int slot, InsertReason reason) {
        DomainQueue queue = leave(slot);
        enterReady(slot, reason);
        slots.setReadyPrevious(slot, queue.readyTail);
        slots.setReadyNext(slot, NONE);
        if (queue.readyTail == NONE) {
            queue.readyHead = slot;
        } else {
            slots.setReadyNext(queue.readyTail, slot);
        }
        queue.readyTail = slot;
        count(queue, 1);
    }

    /** Back to the front of its queue's list: it was picked but not tried. */
    void returnReady(int slot) {
        DomainQueue queue = queueOf(slot);
        queue.inFlight--;
        enterReady(slot, slots.reason(slot));
        landed(slot);
        slots.setReadyNext(slot, queue.readyHead);
        if (queue.readyHead == NONE) {
            queue.readyTail = slot;
        } else {
            slots.setReadyPrevious(queue.readyHead, slot);
        }
        queue.readyHead = slot;
        count(queue, 1);
    }

    /** Lets it wait until its due time or its expiry. */
    void makeWait(int slot, InsertReason reason, long dueMillis) {
        DomainQueue queue = leave(slot);
        landed(slot);
        slots.state(slot, SlotState.WAITING);
        slots.setReason(slot, reason);
        slots.setDue(slot, dueMillis);
        wheel.add(slot);
        queue.waiting++;
        queue.scheduled += reason == InsertReason.SCHEDULED ? 1 : 0;
    }

    /** Out of its lists, in flight. */
    void takeOut(int slot, SlotState state) {
        DomainQueue queue = leave(slot);
        slots.state(slot, state);
        queue.inFlight++;
    }

    /**
     * Out of the list of its queue, to be prepared for a connection. That may be at work for long, so it can still expire: it stays
     * in the timer wheel, where its deadline is the same.
     */
    void prepare(int slot, DomainQueue queue) {
        leaveReady(slot, queue);
        slots.state(slot, SlotState.PREPARING);
        queue.inFlight++;
    }

    /** From being prepared into a transaction, which nothing takes it out of. */
    void send(int slot) {
        wheel.remove(slot);
        slots.state(slot, SlotState.SENDING);
    }

    /**
     * Forgets a recipient.
     *
     * @return whether it was the last one of its acceptance
     */
    boolean free(int slot) {
        DomainQueue queue = leave(slot);
        landed(slot);
        boolean last = acceptances.remove(slot);
        slots.free(slot);
        queues.removeIfEmpty(queue);
        return last;
    }

    /** What the acceptance's recipients need to know after it was moved on disk. */
    void relocate(long acceptance, long place) {
        for (int slot = first(acceptance); slot != NONE; slot = slots.sibling(slot)) {
            slots.setPlace(slot, place);
        }
    }

    /** Notes when a recipient in flight is so no more: it waits again, is ready again, or is gone. */
    void watch(int slot) {
        watched.add(slot);
    }

    boolean hasLeft() {
        return !left.isEmpty();
    }

    /** The slots that were watched and are in flight no more, each once. */
    int[] takeLeft() {
        int[] taken = left.toIntArray();
        left.clear();
        return taken;
    }

    /** Recipients that an operator asked to be tried now and that have not been picked yet. */
    int flushed() {
        return flushed;
    }

    long bytes() {
        return slots.bytes() + acceptances.bytes();
    }

    private void enterReady(int slot, InsertReason reason) {
        slots.state(slot, SlotState.READY);
        slots.setReason(slot, reason);
        flushed += reason == InsertReason.FLUSHED ? 1 : 0;
        if (!wheel.contains(slot)) {
            wheel.add(slot);
        }
    }

    private void landed(int slot) {
        if (!watched.isEmpty() && watched.remove(slot)) {
            left.addInt(slot);
        }
    }

    private DomainQueue leave(int slot) {
        DomainQueue queue = queueOf(slot);
        wheel.remove(slot);
        switch (slots.state(slot)) {
            case READY -> leaveReady(slot, queue);
            case WAITING -> {
                queue.waiting--;
                queue.scheduled -= slots.reason(slot) == InsertReason.SCHEDULED ? 1 : 0;
            }
            case PREPARING, SENDING, SETTLING -> queue.inFlight--;
            case FREE -> throw new IllegalStateException("slot " + slot + " is free");
        }
        return queue;
    }

    private void leaveReady(int slot, DomainQueue queue) {
        unlink(slot, queue);
        count(queue, -1);
        flushed -= slots.reason(slot) == InsertReason.FLUSHED ? 1 : 0;
    }

    /** The head's link to the one before it means nothing: the next one is not touched when the head leaves, and need not be near. */
    private void unlink(int slot, DomainQueue queue) {
        int next = slots.readyNext(slot);
        if (slot == queue.readyHead) {
            queue.readyHead = next;
            queue.readyTail = next == NONE ? NONE : queue.readyTail;
            return;
        }
        int previous = slots.readyPrevious(slot);
        slots.setReadyNext(previous, next);
        if (next == NONE) {
            queue.readyTail = previous;
        } else {
            slots.setReadyPrevious(next, previous);
        }
    }

    private static void count(DomainQueue queue, int change) {
        queue.ready += change;
        Lane lane = queue.lane;
        if (lane != null) {
            lane.count(change);
        }
    }
}
