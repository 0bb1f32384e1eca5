package com.penguinmails.dns.spf;

import com.penguinmails.dns.DnsAnswer;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import java.util.List;
import java.util.Optional;

/**
 * Records of one check, and how many look-ups it may still make: ten terms, two that find nothing (RFC 7208 section 4.6.4). For one
 * thread.
 */
final class SpfBudget {
    static final int MAX_LOOK_UPS = 10;
    private static final int MAX_VOID = 2;

    private final DnsResolver resolver;
    private int lookUps;
    private int voids;

    SpfBudget(DnsResolver resolver) {
        this.resolver = resolver;
    }

    int lookUps() {
        return lookUps;
    }

    void charge(SpfTerm term) throws SpfTrouble {
        if (term.kind().costsLookUp() && ++lookUps > MAX_LOOK_UPS) {
            throw new SpfTrouble(SpfResult.PERMERROR, "more than " + MAX_LOOK_UPS
                    + " terms need a look-up, and receivers stop there (RFC 7208 section 4.6.4): remove includes that are not used");
        }
    }

    /** The records of an answer; none where there are none. */
    <T> List<T> records(DnsAnswer<T> answer) throws SpfTrouble {
        return switch (answer) {
            case DnsAnswer.Found<T> found -> found.records();
            case DnsAnswer.TemporaryFailure<T> failure -> throw new SpfTrouble(SpfResult.TEMPERROR, failure.reason());
            case DnsAnswer.NoData<T> _,DnsAnswer.NoSuchDomain<T> _ -> none();
        };
    }

    private <T> List<T> none() throws SpfTrouble {
        if (++voids > MAX_VOID) {
            throw new SpfTrouble(SpfResult.PERMERROR, "more than " + MAX_VOID
                    + " look-ups find nothing, and receivers stop there (RFC 7208 section 4.6.4)");
        }
        return List.of();
    }

    /** The record of a domain; empty where it has none. */
    Optional<SpfRecord> record(DomainName domain) throws SpfTrouble {
        return switch (SpfChecker.texts(resolver, domain)) {
            case DnsAnswer.Found<String> found -> record(domain, found.records());
            case DnsAnswer.TemporaryFailure<String> failure ->
                throw new SpfTrouble(SpfResult.TEMPERROR, failure.reason());
            case DnsAnswer.NoData<String> _,DnsAnswer.NoSuchDomain<String> _ -> Optional.empty();
        };
    }

    static Optional<SpfRecord> record(DomainName domain, List<String> texts) throws SpfTrouble {
        List<String> records = texts.stream().filter(SpfRecord::isOne).toList();
        if (records.size() > 1) {
            throw new SpfTrouble(SpfResult.PERMERROR,
                    domain + " has " + records.size() + " SPF records, there must be one: join them into one");
        }
        if (records.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(SpfRecord.parse(records.getFirst()));
        } catch (IllegalArgumentException e) {
            throw new SpfTrouble(SpfResult.PERMERROR, "the SPF record of " + domain + ": " + e.getMessage());
        }
    }
}
