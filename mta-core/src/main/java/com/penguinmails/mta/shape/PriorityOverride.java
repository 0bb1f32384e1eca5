package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;

/**
 * Some mail is of another priority class than it was accepted with. Rules for pools see the class that it was accepted with.
 *
 * @param selector of which a source means mail whose pool holds that, whichever of the pool it leaves from
 * @param priority the class that holds meanwhile
 */
public record PriorityOverride(String id, MailSelector selector, PriorityClass priority, long sinceMillis,
        long untilMillis, String reason, String origin) implements StandingOrder {

    public PriorityOverride {
        StandingOrder.requireValid(id, sinceMillis, untilMillis);
    }
}
