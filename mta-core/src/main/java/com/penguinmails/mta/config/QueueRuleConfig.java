package com.penguinmails.mta.config;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Limits for all mail of a tenant, of one of its campaigns, or of either to one domain, whatever path it takes.
 *
 * @param tenant or null for any
 * @param campaign or null for any
 * @param domain or null for any
 * @param rate of messages, shared by all that matches
 */
public record QueueRuleConfig(@Nullable String tenant, @Nullable String campaign, @Nullable String domain, Rate rate) {

    /** Names are compared as DNS does: without regard to case. */
    public QueueRuleConfig {
        domain = domain == null ? null : domain.toLowerCase(Locale.ROOT);
    }
}
