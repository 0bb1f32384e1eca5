package com.penguinmails.mta.schedule;

import java.util.List;
import java.util.Map;

/**
 * What a command would touch if it were given now.
 *
 * @param recipients how many it would touch
 * @param undecided recipients whose domain is not resolved yet, so that it cannot be said whether their site, provider or source is
 *     meant; a standing command holds for them once that is known, any other passes them by
 * @param byTenant recipients by tenant, the most first
 * @param byProvider recipients by provider, the most first; under an empty name those of no provider
 * @param sample some of the queues
 */
public record CommandPreview(long recipients, long undecided, Map<String, Long> byTenant, Map<String, Long> byProvider,
        List<QueueShare> sample) {

    /** One queue and how many of its recipients are meant. */
    public record QueueShare(String tenant, String campaign, String domain, long recipients) {}
}
