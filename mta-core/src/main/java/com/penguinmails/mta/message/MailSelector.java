package com.penguinmails.mta.message;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Picks out mail by any mix of whom it is accounted to, where it goes and where it leaves from. A part that is null matches
 * everything; all parts that are given must match. Limits, suspensions and an operator's commands name their mail by it.
 *
 * <p>The first four are known when mail is accepted; site and provider once its domain is resolved; the source at the attempt.
 *
 * @param tenant the customer, or null
 * @param campaign the campaign or stream, or null
 * @param senderDomain the domain of the From field in lower case, or null
 * @param domain the receiving domain in lower case as A-labels, or null
 * @param site the receiving site's name, or null
 * @param provider the name of a group of sites, or null
 * @param source the egress source's name, or null
 */
public record MailSelector(@Nullable String tenant, @Nullable String campaign, @Nullable String senderDomain,
        @Nullable String domain, @Nullable String site, @Nullable String provider, @Nullable String source) {

    /** The names of the parts in the API, in order. */
    public static final List<String> NAMES = List.of("tenant", "campaign", "sender_domain", "domain", "site",
            "provider",
            "source");

    /** Names are held as those of mail are where they are domains: lower case, A-labels. What is no domain matches nothing. */
    public MailSelector {
        senderDomain = domain(senderDomain);
        domain = domain(domain);
        site = lowerCase(site);
    }

    /** All mail. */
    public static MailSelector all() {
        return new MailSelector(null, null, null, null, null, null, null);
    }

    /** Of the parts that something has by their {@link #NAMES}. */
    public static MailSelector of(Function<String, @Nullable String> part) {
        return new MailSelector(part.apply("tenant"), part.apply("campaign"), part.apply("sender_domain"),
                part.apply("domain"), part.apply("site"), part.apply("provider"), part.apply("source"));
    }

    /** Whether what is known of mail from its acceptance on matches; says nothing of site, provider and source. */
    public boolean matchesMail(String mailTenant, String mailCampaign, String mailSenderDomain, String mailDomain) {
        return fits(tenant, mailTenant) && fits(campaign, mailCampaign) && fits(senderDomain, mailSenderDomain)
                && fits(domain, mailDomain);
    }

    /** Whether where it goes matches. */
    public boolean matchesSite(String mailSite, String mailProvider) {
        return fits(site, mailSite) && fits(provider, mailProvider);
    }

    /** Whether where it leaves from matches. */
    public boolean matchesSource(String mailSource) {
        return fits(source, mailSource);
    }

    /** The same mail, wherever it leaves from. */
    public MailSelector fromAnySource() {
        return source == null
                ? this
                : new MailSelector(tenant, campaign, senderDomain, domain, site, provider, null);
    }

    /** Whether it can be decided only once the receiving domain is resolved. */
    public boolean needsSite() {
        return site != null || provider != null;
    }

    /** Whether it can be decided only at the attempt. */
    public boolean needsSource() {
        return source != null;
    }

    /** What is wrong with parts that no mail can have, by their {@link #NAMES}; empty when nothing is. */
    public Map<String, String> problems() {
        var problems = new LinkedHashMap<String, String>();
        check(problems, "tenant", tenant, text -> new Labels(text, "", ""));
        check(problems, "campaign", campaign, text -> new Labels("any", text, ""));
        check(problems, "sender_domain", senderDomain, Mailbox::domain);
        check(problems, "domain", domain, Mailbox::domain);
        return problems;
    }

    private static void check(Map<String, String> problems, String name, @Nullable String value,
            Function<String, Object> form) {
        if (value == null || value.isEmpty()) {
            return;
        }
        try {
            var _ = form.apply(value);
        } catch (IllegalArgumentException e) {
            problems.put(name, String.valueOf(e.getMessage()).replaceFirst("^" + name + " ", ""));
        }
    }

    /** The parts that are given, by their names in the API, in order. */
    public Map<String, String> parts() {
        var parts = new LinkedHashMap<String, String>();
        add(parts, "tenant", tenant);
        add(parts, "campaign", campaign);
        add(parts, "sender_domain", senderDomain);
        add(parts, "domain", domain);
        add(parts, "site", site);
        add(parts, "provider", provider);
        add(parts, "source", source);
        return parts;
    }

    private static void add(Map<String, String> parts, String name, @Nullable String value) {
        if (value != null) {
            parts.put(name, value);
        }
    }

    /** As in {@code tenant acme, provider google}; {@code all mail} where nothing is given. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ").setEmptyValue("all mail");
        parts().forEach((name, value) -> text.add(name.replace("sender_domain", "sending domain") + " " + value));
        return text.toString();
    }

    private static boolean fits(@Nullable String wanted, String actual) {
        return wanted == null || wanted.equals(actual);
    }

    private static @Nullable String domain(@Nullable String name) {
        try {
            return name == null || name.isEmpty() ? name : Mailbox.domain(name);
        } catch (IllegalArgumentException e) {
            return lowerCase(name);
        }
    }

    private static @Nullable String lowerCase(@Nullable String name) {
        return name == null ? null : name.toLowerCase(Locale.ROOT);
    }
}
