package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;

/**
 * Some mail is of another priority class than it was accepted with. Rules for pools see the class that it was accepted with.
 *
 * @param selector without a source: the order of mail is the same for all sources
 * @param priority the class that holds meanwhile
 */
public record PriorityOverride(String id, MailSelector selector, PriorityClass priority, long sinceMillis,
        long untilMillis, String reason, String origin) implements StandingOrder {

    public PriorityOverride {
        StandingOrder.requireValid(id, sinceMillis, untilMillis);
        if (selector.needsSource()) {
            throw new IllegalArgumentException(
                    "selector.source: a priority is given before the source is chosen; leave it out");
        }
    }
}
