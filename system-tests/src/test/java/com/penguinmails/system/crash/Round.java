package com.penguinmails.system.crash;

import java.util.Set;

/**
 * What a round brought.
 *
 * @param accepted recipients that the node had in its books at the end and not at the beginning
 * @param held of these, how many were still queued when all was well again
 * @param delivered and all the others: how they ended
 * @param repeats deliveries beyond the first of a recipient, and deliveries to recipients whose outcome says that there was none
 * @param bound how many of these there may be: recipients of transactions that were open at the instant of a crash
 */
record Round(long seed, int number, Set<Fault> faults, long accepted, long held, long delivered, long bounced,
        long expired, long cancelled, long repeats, long bound) {

    public Round {
        faults = Set.copyOf(faults);
    }

    /** Accepted and without an end. */
    long lost() {
        return accepted - delivered - bounced - expired - cancelled;
    }
}
