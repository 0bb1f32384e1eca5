package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.MailSelector;

/**
 * Some mail is not to be sent for now. It stays queued, in the state {@code delayed} with this as its reason, and goes on at the
 * instant at which the suspension ends.
 *
 * @param untilMillis {@link StandingOrder#UNTIL_TAKEN_BACK}: until it is resumed
 */
public record Suspension(String id, MailSelector selector, long sinceMillis, long untilMillis, String reason,
        String origin) implements StandingOrder {

    public Suspension {
        StandingOrder.requireValid(id, sinceMillis, untilMillis);
    }

    /** In words, such as {@code suspended by ops (tenant acme): spam run}. */
    public String words() {
        return "suspended by " + origin + " (" + selector + ")" + (reason.isEmpty() ? "" : ": " + reason);
    }
}
