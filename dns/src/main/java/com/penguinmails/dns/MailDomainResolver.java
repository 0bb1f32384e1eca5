package com.penguinmails.dns;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;

/**
 * Finds where the mail of a domain goes: its MX records, an implicit MX (RFC 5321, section 5.1) or a null MX (RFC 7505).
 *
 * <p>Thread-safe, whatever the generator is. Stages complete normally, on the threads that {@link DnsResolver} names.
 */
public final class MailDomainResolver {
    private final DnsResolver resolver;
    private final RandomGenerator random;
    private final ReentrantLock randomLock = new ReentrantLock();

    /**
     * A resolver of mail domains.
     *
     * @param resolver asks DNS
     * @param random   shuffles hosts of one preference, anew for each call, so that load spreads over them
     */
    public MailDomainResolver(DnsResolver resolver, RandomGenerator random) {
        this.resolver = resolver;
        this.random = random;
    }

    /** Where the mail of a domain goes. */
    public CompletionStage<MailRoute> route(DomainName domain) {
        return resolver.mailExchangers(domain).thenCompose(answer -> switch (answer) {
            case DnsAnswer.Found<MailExchanger> found -> CompletableFuture.completedStage(explicit(found));
            case DnsAnswer.NoData<MailExchanger> none -> implicit(domain, none.expiry());
            case DnsAnswer.NoSuchDomain<MailExchanger> _ ->
                CompletableFuture.completedStage(new MailRoute.NoSuchDomain());
            case DnsAnswer.TemporaryFailure<MailExchanger>(String reason) ->
                CompletableFuture.completedStage(new MailRoute.TemporaryFailure(reason));
        });
    }

    private MailRoute explicit(DnsAnswer.Found<MailExchanger> found) {
        List<MailExchanger> hosts = new ArrayList<>(found.records());
        hosts.removeIf(exchanger -> exchanger.host().isRoot());
        if (hosts.isEmpty()) {
            return new MailRoute.NullMx();
        }
        shuffle(hosts);
        hosts.sort(Comparator.comparingInt(MailExchanger::preference));
        SiteName site = SiteName.of(hosts.stream().map(MailExchanger::host).toList());
        return new MailRoute.ExplicitMx(hosts, site, found.expiry());
    }

    /** The sort that follows is stable, so what this shuffles stays shuffled within a preference. */
    private void shuffle(List<MailExchanger> hosts) {
        randomLock.lock();
        try {
            Collections.shuffle(hosts, random);
        } finally {
            randomLock.unlock();
        }
    }

    private CompletionStage<MailRoute> implicit(DomainName domain, Instant expiry) {
        return resolver.addresses(domain, AddressFamily.IPV4).thenCombine(
                resolver.addresses(domain, AddressFamily.IPV6),
                (ipv4, ipv6) -> implicit(domain, expiry, List.of(ipv4, ipv6)));
    }

    private static MailRoute implicit(DomainName domain, Instant expiry,
            List<? extends DnsAnswer<?>> addressAnswers) {
        if (addressAnswers.stream().anyMatch(DnsAnswer.Found.class::isInstance)) {
            return new MailRoute.ImplicitMx(domain, SiteName.of(List.of(domain)), expiry);
        }
        for (DnsAnswer<?> answer : addressAnswers) {
            if (answer instanceof DnsAnswer.TemporaryFailure<?>(String reason)) {
                return new MailRoute.TemporaryFailure(reason);
            }
        }
        return new MailRoute.NoHost();
    }
}
