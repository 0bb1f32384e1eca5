package com.penguinmails.mta.simulate;

import java.util.Locale;
import java.util.Map;

/**
 * Which model a receiver follows: that named like its domain, else like its provider, else the one for all others. Immutable.
 */
public final class ReceiverModels {
    private final ReceiverModel others;
    private final Map<String, ReceiverModel> named;

    /**
     * @param others what holds for a receiver without a model of its own
     * @param named models by domain or provider
     */
    public ReceiverModels(ReceiverModel others, Map<String, ReceiverModel> named) {
        this.others = others;
        this.named = Map.copyOf(named);
    }

    /** The model of a domain's receiver. */
    public ReceiverModel of(String domain, String provider) {
        ReceiverModel byDomain = named.get(domain.toLowerCase(Locale.ROOT));
        return byDomain == null ? named.getOrDefault(provider, others) : byDomain;
    }
}
