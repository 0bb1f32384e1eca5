package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.MailSelector;

/**
 * Some mail leaves through another pool than the rules say.
 *
 * @param selector without a source: which one mail would leave from is not known before its pool is
 * @param pool the pool's name; while there is none of that name the rules hold
 */
public record PoolOverride(String id, MailSelector selector, String pool, long sinceMillis, long untilMillis,
        String reason, String origin) implements StandingOrder {

    public PoolOverride {
        StandingOrder.requireValid(id, sinceMillis, untilMillis);
        if (selector.needsSource()) {
            throw new IllegalArgumentException(
                    "selector.source: mail is rerouted before its source is chosen; leave it "
                            + "out, or suspend the source");
        }
    }
}
