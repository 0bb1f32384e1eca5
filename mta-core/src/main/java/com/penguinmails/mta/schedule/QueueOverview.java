package com.penguinmails.mta.schedule;

import java.util.List;
import java.util.Map;

/**
 * The whole queue in a few rows, for metrics and health: bounded by the number of providers and sources that are configured, not by
 * what is queued. Immutable.
 *
 * @param providers one row for each provider with mail or connections; {@value #OTHER} for all sites of none
 * @param sources one row for each egress source in use
 * @param held recipients by the kind of what holds them first
 * @param standing what operators and automation rules have ordered and is in force, the latest first; at most
 *     {@value #MOST_STANDING}
 * @param troubles what is wrong outside of the node, the most recipients first; at most {@value #MOST_TROUBLES}
 */
public record QueueOverview(List<OfProvider> providers, List<OfSource> sources, Map<String, Long> held,
        List<Standing> standing, List<Trouble> troubles) {
    /** Stands for all sites of no provider, and for mail whose domain is not resolved. */
    public static final String OTHER = "other";
    static final int MOST_TROUBLES = 50;
    static final int MOST_STANDING = 100;

    public QueueOverview {
        providers = List.copyOf(providers);
        sources = List.copyOf(sources);
        held = Map.copyOf(held);
        standing = List.copyOf(standing);
        troubles = List.copyOf(troubles);
    }

    /**
     * What somebody or something has ordered and is in force.
     *
     * @param id of the command, or of what the rule did
     * @param what in words, with the mail that it is for
     * @param by the operator, or the rule
     * @param reason the operator's, or the receiver's words that triggered the rule
     * @param sinceMillis in milliseconds since 1970
     * @param untilMillis 0: until it is taken back
     */
    public record Standing(String id, String what, String by, String reason, long sinceMillis, long untilMillis) {}

    /**
     * One provider.
     *
     * @param states recipients by state, as in {@link MailQueue.RecipientState}
     * @param connections open or being opened
     * @param perSecond recipients that left, over about the last minute
     * @param oldestMillis when its oldest recipient was accepted, in milliseconds since 1970; 0: nothing is queued
     */
    public record OfProvider(String name, Map<String, Long> states, int connections, double perSecond,
            long oldestMillis) {
        public OfProvider {
            states = Map.copyOf(states);
        }
    }

    /**
     * One egress source.
     *
     * @param connections open or being opened
     * @param shutSites sites with mail for it to which it may open no connection now, for another reason than a limit
     * @param perSecond recipients that left, over about the last minute
     */
    public record OfSource(String name, int connections, int shutSites, double perSecond) {}

    /**
     * Something that an operator should know of.
     *
     * @param provider which provider, or {@value #OTHER}
     * @param source which egress source; empty: whichever
     * @param recipients queued for the site that it concerns
     * @param text in words
     */
    public record Trouble(String provider, String source, long recipients, String text) {}
}
