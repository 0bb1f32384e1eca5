package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.MailQueue.RecipientState;
import java.util.List;

/**
 * Why one open recipient is where it is. Immutable.
 *
 * @param recipient which one, and its state in short: its reason is that of the first blocker
 * @param expiresMillis when it is given up, in milliseconds since 1970
 * @param blockers in the order in which it meets them, or what it is doing; never empty
 */
public record RecipientExplanation(RecipientState recipient, long expiresMillis, List<Blocker> blockers) {

    public RecipientExplanation {
        blockers = List.copyOf(blockers);
        if (blockers.isEmpty()) {
            throw new IllegalArgumentException("a recipient that is queued has a reason to be");
        }
    }
}
