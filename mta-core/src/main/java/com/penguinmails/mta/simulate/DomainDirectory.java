package com.penguinmails.mta.simulate;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where large mailbox providers have their mail, and what share of a mixed audience each has: for an audience that is given as a
 * number alone, and for the mail exchangers of domains that are given without. Both are assumptions, to be replaced by real
 * counts and by {@code mx}: the shares about lists of consumers and companies in Europe and America, the names of mail exchangers
 * so that they end as those of the provider do, by which rules know it ({@code config/shaping.toml} has the endings with their
 * sources); single host names may differ from what stands in DNS today. Immutable.
 */
final class DomainDirectory {
    /** Small domains with a mail exchanger each, that stand for all that no provider holds. */
    private static final int SMALL_DOMAINS = 200;

    /** @param share of an audience, in thousandths */
    private record Entry(String provider, String domain, int share, List<String> hosts) {}

    private static final List<Entry> ENTRIES = List.of(
            entry("google", "gmail.com", 330, "gmail-smtp-in.l.google.com", "alt1.gmail-smtp-in.l.google.com"),
            entry("google", "googlemail.com", 5, "gmail-smtp-in.l.google.com", "alt1.gmail-smtp-in.l.google.com"),
            entry("google", "hosted-by-google.example", 95, "aspmx.l.google.com", "alt1.aspmx.l.google.com"),
            entry("microsoft", "outlook.com", 45, "outlook-com.olc.protection.outlook.com"),
            entry("microsoft", "hotmail.com", 75, "hotmail-com.olc.protection.outlook.com"),
            entry("microsoft", "live.com", 15, "live-com.olc.protection.outlook.com"),
            entry("microsoft", "hosted-by-microsoft.example", 120,
                    "hosted-by-microsoft-example.mail.protection.outlook.com"),
            entry("yahoo", "yahoo.com", 85, "mta5.am0.yahoodns.net", "mta6.am0.yahoodns.net", "mta7.am0.yahoodns.net"),
            entry("yahoo", "aol.com", 20, "mx-aol.mail.gm0.yahoodns.net"),
            entry("apple", "icloud.com", 50, "mx01.mail.icloud.com", "mx02.mail.icloud.com"),
            entry("apple", "me.com", 5, "mx01.mail.icloud.com", "mx02.mail.icloud.com"),
            entry("comcast", "comcast.net", 12, "mx1a1.comcast.net", "mx1h1.comcast.net"),
            entry("gmx", "gmx.net", 14, "mx00.emig.gmx.net", "mx01.emig.gmx.net"),
            entry("gmx", "gmx.de", 10, "mx00.emig.gmx.net", "mx01.emig.gmx.net"),
            entry("web.de", "web.de", 16, "mx-ha02.web.de", "mx-ha03.web.de"),
            entry("t-online", "t-online.de", 12, "mx00.t-online.de", "mx01.t-online.de"),
            entry("orange", "orange.fr", 10, "smtp-in.orange.fr"),
            entry("free", "free.fr", 6, "mx1.free.fr", "mx2.free.fr"),
            entry("libero", "libero.it", 8, "smtp-in.libero.it"),
            entry("proton", "proton.me", 7, "mail.protonmail.ch", "mailsec.protonmail.ch"),
            entry("mail.ru", "mail.ru", 5, "mxs.mail.ru"),
            entry("yandex", "yandex.ru", 5, "mx.yandex.ru"));

    private static final Map<String, Entry> BY_DOMAIN = byDomain();
    private static final long WHOLE = 1000;

    private DomainDirectory() {}

    private static Entry entry(String provider, String domain, int share, String... hosts) {
        return new Entry(provider, domain, share, List.of(hosts));
    }

    private static Map<String, Entry> byDomain() {
        Map<String, Entry> map = new HashMap<>();
        ENTRIES.forEach(entry -> map.put(entry.domain(), entry));
        return Map.copyOf(map);
    }

    /** The mail exchangers of a domain: those that are known, else one of its own. */
    static List<String> hosts(String domain) {
        Entry entry = BY_DOMAIN.get(domain);
        return entry == null ? List.of("mx." + domain) : entry.hosts();
    }

    /** Who holds a domain's mail, as far as is known; empty if it is not. */
    static String provider(String domain) {
        Entry entry = BY_DOMAIN.get(domain);
        return entry == null ? "" : entry.provider();
    }

    /** A mixed audience of so many. */
    static List<AudienceDomain> audience(long recipients) {
        List<AudienceDomain> audience = new ArrayList<>();
        long given = 0;
        for (Entry entry : ENTRIES) {
            long count = recipients * entry.share() / WHOLE;
            if (count > 0) {
                audience.add(new AudienceDomain(entry.domain(), entry.hosts(), count));
                given += count;
            }
        }
        spread(recipients - given, audience);
        return audience;
    }

    private static void spread(long recipients, List<AudienceDomain> audience) {
        for (int i = 0; i < SMALL_DOMAINS; i++) {
            long count = recipients * (i + 1) / SMALL_DOMAINS - recipients * i / SMALL_DOMAINS;
            if (count > 0) {
                String domain = "small-" + (i + 1) + ".example";
                audience.add(new AudienceDomain(domain, hosts(domain), count));
            }
        }
    }
}
