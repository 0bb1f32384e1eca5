package com.penguinmails.dns;

import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/**
 * The CNAME records that a look-up has followed from query to query. Immutable.
 *
 * @param names         the name asked for and all targets so far
 * @param expiry        until when all the records hold
 * @param authenticated whether all of them are
 */
record Aliases(Set<DomainName> names, Instant expiry, boolean authenticated) {
    static final int MAX_ALIASES = 8;
    static final String CIRCLE = "its CNAME records go round in a circle";
    static final String TOO_MANY = "stands behind more than " + MAX_ALIASES + " CNAME records";

    Aliases {
        names = Set.copyOf(names);
    }

    static Aliases none(DomainName asked) {
        return new Aliases(Set.of(asked), Instant.MAX, true);
    }

    /** Whether the target of an alias was met before. */
    boolean closesCircle(Step.Alias<?> alias) {
        return names.contains(alias.target());
    }

    /** Whether no further alias is followed. */
    boolean areTooMany() {
        return names.size() > MAX_ALIASES;
    }

    Aliases with(Step.Alias<?> alias) {
        Set<DomainName> longer = new HashSet<>(names);
        longer.add(alias.target());
        return new Aliases(longer, earlier(alias.cacheUntil()), authenticated && alias.authenticated());
    }

    /** An answer about the last target as an answer about the name asked for. */
    <T> DnsAnswer<T> limit(DnsAnswer<T> answer) {
        return switch (answer) {
            case DnsAnswer.Found<T> found -> new DnsAnswer.Found<>(found.records(), earlier(found.expiry()),
                    authenticated && found.authenticated());
            case DnsAnswer.NoData<T> none -> new DnsAnswer.NoData<>(earlier(none.expiry()));
            case DnsAnswer.NoSuchDomain<T> none -> new DnsAnswer.NoSuchDomain<>(earlier(none.expiry()));
            case DnsAnswer.TemporaryFailure<T> failure -> failure;
        };
    }

    private Instant earlier(Instant other) {
        return other.isBefore(expiry) ? other : expiry;
    }
}
