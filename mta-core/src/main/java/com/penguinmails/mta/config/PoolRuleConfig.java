package com.penguinmails.mta.config;

import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.PriorityClass;
import org.jspecify.annotations.Nullable;

/**
 * Which pool some mail leaves through. Of the rules that match, the first in the file holds.
 *
 * @param tenant or null for any
 * @param campaign or null for any
 * @param senderDomain the domain of the From field, or null for any
 * @param domain the receiving domain, or null for any
 * @param provider the name of a group of sites, or null for any
 * @param priority or null for any
 * @param pool the pool's name
 */
public record PoolRuleConfig(@Nullable String tenant, @Nullable String campaign, @Nullable String senderDomain,
        @Nullable String domain, @Nullable String provider, @Nullable PriorityClass priority, String pool) {

    /**
     * Names are held as those of mail are where they are domains: lower case, A-labels.
     *
     * @throws IllegalArgumentException if one is no domain
     */
    public PoolRuleConfig {
        senderDomain = senderDomain == null ? null : Mailbox.domain(senderDomain);
        domain = domain == null ? null : Mailbox.domain(domain);
    }
}
