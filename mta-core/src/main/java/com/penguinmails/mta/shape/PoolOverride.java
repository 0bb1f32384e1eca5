package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.MailSelector;

/**
 * Some mail leaves through another pool than the rules say.
 *
 * @param selector of which a source means mail whose pool by the rules holds that
 * @param pool the pool's name; while there is none of that name the rules hold
 */
public record PoolOverride(String id, MailSelector selector, String pool, long sinceMillis, long untilMillis,
        String reason, String origin) implements StandingOrder {

    public PoolOverride {
        StandingOrder.requireValid(id, sinceMillis, untilMillis);
    }
}
