package com.penguinmails.dns.spf;

import com.penguinmails.dns.DnsAnswer;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import java.net.InetAddress;
import java.util.List;

/**
 * Asks whether an address may send for a domain, and whether a domain's records can be worked with at all. A check waits for DNS
 * on the calling thread, which must not be the resolver's. Thread-safe.
 */
public final class SpfChecker {
    private final DnsResolver resolver;

    public SpfChecker(DnsResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * The function {@code check_host()} (RFC 7208 section 4).
     *
     * @param sender the reverse-path; its domain is usually {@code domain}
     */
    public SpfOutcome check(InetAddress address, DomainName domain, String sender) {
        return new SpfEvaluation(resolver, address, sender).run(domain);
    }

    /**
     * Whether the records that a domain's record leads to are there and cost no more look-ups than receivers make; the result is
     * never a match, only {@link SpfResult#NONE}, {@link SpfResult#TEMPERROR}, {@link SpfResult#PERMERROR} or
     * {@link SpfResult#NEUTRAL} for a record that can be worked with.
     */
    public SpfOutcome audit(DomainName domain) {
        return new SpfAudit(resolver).run(domain);
    }

    /** As {@link #audit(DomainName)} for a record that is not published yet. */
    public SpfOutcome audit(DomainName domain, String record) {
        return new SpfAudit(resolver).run(domain, List.of(record));
    }

    static DnsAnswer<String> texts(DnsResolver resolver, DomainName name) {
        return resolver.texts(name).toCompletableFuture().join();
    }
}
