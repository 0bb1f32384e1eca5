package com.penguinmails.mta.schedule;

import com.penguinmails.mta.message.MailSelector;
import java.util.ArrayList;
import java.util.List;

/**
 * Standing orders that were given or taken back, and whose effect has not come to every queue yet. A queue that is to be picked
 * from meanwhile looks at its gates first, so that what is ordered holds at once. For one thread.
 */
final class PendingOrders {
    private final List<Pending> pending = new ArrayList<>();
    private int changes;

    /** The mail that one change concerns. */
    record Pending(MailSelector selector, int change) {}

    /** Something has changed for mail that the selector picks out. */
    Pending begin(MailSelector selector) {
        Pending begun = new Pending(selector, ++changes);
        pending.add(begun);
        return begun;
    }

    /** Its effect has come to every queue. */
    void end(Pending ended) {
        pending.remove(ended);
    }

    /** The queue looks at its gates now, by all that is ordered. */
    void seenBy(DomainQueue queue) {
        queue.ordersSeen = changes;
    }

    /** Whether something has changed for the queue since it looked at its gates. */
    boolean concern(DomainQueue queue) {
        for (Pending change : pending) {
            if (queue.ordersSeen - change.change() < 0 && queue.key.isPickedBy(change.selector())) {
                return true;
            }
        }
        return false;
    }
}
