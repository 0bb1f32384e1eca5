package com.penguinmails.mta.config;

import com.penguinmails.mta.message.MailSelector;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A limit on all mail that matches, whatever else limits it: every limit that applies holds, all together.
 *
 * @param name its own name, which reasons and counters carry
 * @param tenant or null for any; so are the next six
 * @param senderDomain the domain of the From field
 * @param domain the receiving domain
 * @param site the receiving site's name
 * @param provider a group of sites by its name in {@code [providers.NAME]}
 * @param source the egress source
 * @param per what is counted apart, by the names of {@link LimitDimension}: {@code ["tenant"]} gives each tenant the whole limit;
 *     empty: all mail that matches shares it
 * @param rate of messages, one for each recipient, or null for none
 * @param bytes of message content, or null for none
 * @param connections at once, or null for none
 * @param connectionRate of connections, or null for none
 * @param messagesPerConnection before a connection ends, or null for none
 */
public record LimitConfig(String name, @Nullable String tenant, @Nullable String campaign,
        @Nullable String senderDomain, @Nullable String domain, @Nullable String site, @Nullable String provider,
        @Nullable String source, List<String> per, @Nullable Rate rate, @Nullable ByteRate bytes,
        @Between({
                "1", "100000"}) @Nullable Integer connections,
        @Nullable Rate connectionRate,
        @Between({"1", "1000000"}) @Nullable Integer messagesPerConnection) {

    /** @throws IllegalArgumentException saying what is missing or not known */
    public LimitConfig {
        per = List.copyOf(per);
        MailSelector match = new MailSelector(tenant, campaign, senderDomain, domain, site, provider, source);
        senderDomain = match.senderDomain();
        domain = match.domain();
        site = match.site();
        if (!match.problems().isEmpty()) {
            throw new IllegalArgumentException(match.problems().entrySet().stream()
                    .map(problem -> problem.getKey() + ": " + problem.getValue()).collect(Collectors.joining("; ")));
        }
        if (name.isBlank()) {
            throw new IllegalArgumentException("name is empty; reasons and counters are told apart by it");
        }
        if (rate == null && bytes == null && connections == null && connectionRate == null
                && messagesPerConnection == null) {
            throw new IllegalArgumentException("limits nothing; give at least one of rate, bytes, connections,"
                    + " connection_rate and messages_per_connection");
        }
        requireKnown(per, match);
    }

    /** Whether a limit of that name is a tenant's quota, which no file gives: {@code quota-per-hour.} or {@code -day.} and the tenant. */
    public static boolean isQuota(String name) {
        return name.startsWith("quota-per-hour.") || name.startsWith("quota-per-day.");
    }

    /** What it picks out. */
    public MailSelector selector() {
        return new MailSelector(tenant, campaign, senderDomain, domain, site, provider, source);
    }

    /** What it counts apart. */
    public Set<LimitDimension> dimensions() {
        Set<LimitDimension> dimensions = EnumSet.noneOf(LimitDimension.class);
        per.forEach(key -> LimitDimension.of(key).ifPresent(dimensions::add));
        return dimensions;
    }

    private static void requireKnown(List<String> per, MailSelector match) {
        Set<LimitDimension> seen = EnumSet.noneOf(LimitDimension.class);
        for (String key : per) {
            LimitDimension dimension = LimitDimension.of(key).orElseThrow(() -> new IllegalArgumentException(
                    "per names \"" + key + "\"; known are " + LimitDimension.keys()));
            if (!seen.add(dimension)) {
                throw new IllegalArgumentException("per names " + key + " twice");
            }
            if (value(match, dimension) != null) {
                throw new IllegalArgumentException("per names " + key + ", of which the limit picks out only one;"
                        + " take it out of per, or leave " + key + " open");
            }
        }
    }

    private static @Nullable String value(MailSelector match, LimitDimension dimension) {
        return switch (dimension) {
            case TENANT -> match.tenant();
            case CAMPAIGN -> match.campaign();
            case SENDER_DOMAIN -> match.senderDomain();
            case DOMAIN -> match.domain();
            case SITE -> match.site();
            case PROVIDER -> match.provider();
            case SOURCE -> match.source();
        };
    }
}
