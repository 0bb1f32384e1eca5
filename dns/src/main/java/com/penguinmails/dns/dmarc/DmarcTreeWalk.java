package com.penguinmails.dns.dmarc;

import com.penguinmails.dns.DnsAnswer;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds DMARC records and organizational domains by walking up the DNS tree, without a list of public suffixes (RFC 9989 section 4.10):
 * the domain itself; then, from at most seven labels on, one label less each time, down to the top level; a record with {@code psd=y} or
 * {@code psd=n} ends the walk. So there are at most eight questions. Waits for DNS on the calling thread, which must not be the
 * resolver's. Thread-safe.
 */
public final class DmarcTreeWalk {
    private static final int MOST_LABELS = 7;

    private final DnsResolver resolver;

    public DmarcTreeWalk(DnsResolver resolver) {
        this.resolver = resolver;
    }

    private record Stop(DomainName at, DmarcRecord record) {}

    private record Seen(@Nullable DmarcRecord record, String problem, String failure) {}

    /** Walks up from a domain. */
    public DmarcDiscovery discover(DomainName domain) {
        List<Stop> stops = new ArrayList<>();
        String problem = "";
        String failure = "";
        for (DomainName at : path(domain)) {
            Seen seen = look(at);
            problem = at.equals(domain) ? seen.problem() : problem;
            failure = failure.isEmpty() ? seen.failure() : failure;
            DmarcRecord record = seen.record();
            if (record != null) {
                stops.add(new Stop(at, record));
                if (!record.publicSuffix().equals("u")) {
                    break;
                }
            }
        }
        DomainName organizational = organizational(domain, stops);
        Stop applies = applying(domain, organizational, stops);
        return applies == null
                ? new DmarcDiscovery(domain, organizational, null, null, problem, failure)
                : new DmarcDiscovery(domain, organizational, applies.at(), applies.record(), problem, failure);
    }

    /** Whether two domains are one in relaxed mode: they have the same organizational domain (section 4.10.2). */
    public boolean areAligned(DomainName author, DomainName authenticated, boolean strict) {
        if (author.equals(authenticated)) {
            return true;
        }
        return !strict && discover(author).organizational().equals(discover(authenticated).organizational());
    }

    private static List<DomainName> path(DomainName domain) {
        List<String> labels = domain.labels();
        List<DomainName> path = new ArrayList<>();
        path.add(domain);
        for (int from = Math.max(1, labels.size() - MOST_LABELS); from < labels.size(); from++) {
            path.add(DomainName.of(String.join(".", labels.subList(from, labels.size()))));
        }
        return path;
    }

    private Seen look(DomainName at) {
        DomainName name = DomainName.parse("_dmarc." + at).orElse(null);
        if (name == null) {
            return new Seen(null, "", "");
        }
        return switch (resolver.texts(name).toCompletableFuture().join()) {
            case DnsAnswer.Found<String> found -> read(found.records());
            case DnsAnswer.TemporaryFailure<String> failed -> new Seen(null, "", failed.reason());
            case DnsAnswer.NoData<String> _,DnsAnswer.NoSuchDomain<String> _ -> new Seen(null, "", "");
        };
    }

    private static Seen read(List<String> texts) {
        List<String> records = texts.stream().filter(DmarcRecord::isOne).toList();
        if (records.size() > 1) {
            return new Seen(null,
                    "there are " + records.size() + " DMARC records, there must be one: remove the others",
                    "");
        }
        if (records.isEmpty()) {
            return new Seen(null, "", "");
        }
        try {
            return new Seen(DmarcRecord.parse(records.getFirst()), "", "");
        } catch (IllegalArgumentException e) {
            return new Seen(null, "the DMARC record: " + e.getMessage(), "");
        }
    }

    private static DomainName organizational(DomainName domain, List<Stop> stops) {
        for (Stop stop : stops) {
            if (stop.record().publicSuffix().equals("n")) {
                return stop.at();
            }
            if (stop.record().publicSuffix().equals("y") && !stop.at().equals(domain)) {
                return below(stop.at(), domain);
            }
        }
        return stops.isEmpty() ? domain : stops.getLast().at();
    }

    private static DomainName below(DomainName suffix, DomainName domain) {
        List<String> labels = domain.labels();
        int from = labels.size() - suffix.labels().size() - 1;
        return DomainName.of(String.join(".", labels.subList(from, labels.size())));
    }

    /** That of the domain, else that of the organizational domain, else that of the public suffix (section 4.10.1). */
    private static @Nullable Stop applying(DomainName domain, DomainName organizational, List<Stop> stops) {
        for (DomainName wanted : List.of(domain, organizational)) {
            for (Stop stop : stops) {
                if (stop.at().equals(wanted)) {
                    return stop;
                }
            }
        }
        return stops.stream().filter(stop -> stop.record().publicSuffix().equals("y")).findFirst().orElse(null);
    }
}
