package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.LimitDimension;
import com.penguinmails.mta.message.MailSelector;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which limits hold for what mail, and on which counter each counts it. Immutable. */
public final class LimitRules {
    /** When a limit can be decided, by what it must know. */
    public enum Gate {
        /** From acceptance on: it asks only whose mail it is and its receiving domain. */
        MAIL,
        /** Once the domain is resolved: it asks whose mail it is and where that goes. */
        SITE,
        /** On a path as a whole: it asks where mail goes or leaves from, and not whose it is. */
        PATH,
        /** At the attempt: it asks whose mail it is and where it leaves from. */
        ATTEMPT
    }

    /**
     * What is known of mail; a part that is not known, or that the gate does not ask for, is empty.
     *
     * @param provider the site's group, or {@link Providers#NONE}
     */
    public record Subject(String tenant, String campaign, String senderDomain, String domain, String site,
            String provider, String source) {

        /** The same mail from this source. */
        public Subject from(String otherSource) {
            return new Subject(tenant, campaign, senderDomain, domain, site, provider, otherSource);
        }

        /** The same mail to this site. */
        public Subject to(String otherSite, String otherProvider) {
            return new Subject(tenant, campaign, senderDomain, domain, otherSite, otherProvider, source);
        }

        /** What a path is, whosever mail it takes. */
        public static Subject ofPath(String site, String provider, String source) {
            return new Subject("", "", "", "", site, provider, source);
        }

        private String value(LimitDimension dimension) {
            return switch (dimension) {
                case TENANT -> tenant;
                case CAMPAIGN -> tenant + "/" + campaign;
                case SENDER_DOMAIN -> senderDomain;
                case DOMAIN -> domain;
                case SITE -> site;
                case PROVIDER -> provider;
                case SOURCE -> source;
            };
        }
    }

    /** A limit that holds, and the counter that it counts on. */
    public record Match(LimitConfig limit, LimitKey key) {}

    /** Those that any tenant's mail may match, and beside them those of one tenant: there may be some for each of thousands. */
    private record Held(List<LimitConfig> ofAll, Map<String, List<LimitConfig>> ofTenant) {

        void add(LimitConfig limit) {
            String tenant = limit.tenant();
            if (tenant == null) {
                ofAll.add(limit);
            } else {
                ofTenant.computeIfAbsent(tenant, _ -> new ArrayList<>()).add(limit);
            }
        }

        boolean isEmpty() {
            return ofAll.isEmpty() && ofTenant.isEmpty();
        }
    }

    private final Map<Gate, Held> byGate = new EnumMap<>(Gate.class);

    public LimitRules(List<LimitConfig> limits) {
        for (Gate gate : Gate.values()) {
            byGate.put(gate, new Held(new ArrayList<>(), new HashMap<>()));
        }
        limits.forEach(limit -> of(gate(limit)).add(limit));
    }

    /** When the limit can be decided. */
    public static Gate gate(LimitConfig limit) {
        MailSelector match = limit.selector();
        Set<LimitDimension> asked = limit.dimensions();
        boolean mail = asked.stream().anyMatch(LimitDimension::isOfMail) || match.tenant() != null
                || match.campaign() != null || match.senderDomain() != null || match.domain() != null;
        boolean source = match.needsSource() || asked.contains(LimitDimension.SOURCE);
        boolean site = match.needsSite() || asked.contains(LimitDimension.SITE)
                || asked.contains(LimitDimension.PROVIDER);
        if (!mail && (site || source)) {
            return Gate.PATH;
        }
        return source ? Gate.ATTEMPT : site ? Gate.SITE : Gate.MAIL;
    }

    /** Whether there is any limit of that gate. */
    public boolean hasAny(Gate gate) {
        return !of(gate).isEmpty();
    }

    /** The limits of one gate that hold for the subject: first those of its tenant, each in the order of the file. */
    public List<Match> matching(Gate gate, Subject subject) {
        Held held = of(gate);
        if (held.isEmpty()) {
            return List.of();
        }
        List<Match> matches = new ArrayList<>();
        addMatching(held.ofTenant().getOrDefault(subject.tenant(), List.of()), subject, matches);
        addMatching(held.ofAll(), subject, matches);
        return matches;
    }

    private static void addMatching(List<LimitConfig> limits, Subject subject, List<Match> matches) {
        for (LimitConfig limit : limits) {
            LimitKey key = matches(limit.selector(), subject) ? key(limit, subject) : null;
            if (key != null) {
                matches.add(new Match(limit, key));
            }
        }
    }

    private Held of(Gate gate) {
        return Objects.requireNonNull(byGate.get(gate), "every gate has its limits");
    }

    private static boolean matches(MailSelector match, Subject subject) {
        return match.matchesMail(subject.tenant(), subject.campaign(), subject.senderDomain(), subject.domain())
                && match.matchesSite(subject.site(), subject.provider()) && match.matchesSource(subject.source());
    }

    private static @Nullable LimitKey key(LimitConfig limit, Subject subject) {
        List<String> values = new ArrayList<>();
        for (LimitDimension dimension : limit.dimensions()) {
            if (dimension == LimitDimension.PROVIDER && subject.provider().equals(Providers.NONE)) {
                return null;
            }
            values.add(subject.value(dimension));
        }
        return new LimitKey(limit.name(), values);
    }
}
