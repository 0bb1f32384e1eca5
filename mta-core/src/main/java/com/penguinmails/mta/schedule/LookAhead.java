package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

/**
 * Looks at the queues whose turns come next, and at their first recipients, before they are needed. Among a hundred thousand
 * queues the next one lies anywhere, and each that is come upon unprepared costs several waits for memory, one after the other.
 * Looked at together, they wait for memory at the same time. Decides nothing and changes nothing. For one thread.
 */
final class LookAhead {
    /** So many at a time; about as many waits as a processor has under way at once. */
    private static final int TURNS = 8;

    private final SlotTable slots;
    private int turns;
    /** What was read is used, so that reading it is not left out. */
    private int seen;

    LookAhead(SlotTable slots) {
        this.slots = slots;
    }

    /** A queue of the path has its turn. */
    void turn(Path path) {
        if (++turns >= TURNS) {
            turns = 0;
            path.ahead(TURNS, this::look);
        }
    }

    /** What the last look has read, which means nothing. */
    int seen() {
        return seen;
    }

    private void look(DomainQueue queue) {
        int first = queue.readyHead;
        seen += queue.limits.length + (queue.takesPart() ? queue.inFlight : 0);
        if (first != NONE) {
            seen += (int) slots.acceptance(first) + slots.index(first);
        }
    }
}
