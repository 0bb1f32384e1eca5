package com.penguinmails.dns.spf;

import com.penguinmails.dns.AddressFamily;
import com.penguinmails.dns.DnsAnswer;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.MailExchanger;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;

/** One check of one address (RFC 7208 sections 4 and 5). For one thread, once. */
final class SpfEvaluation {
    private static final int MAX_NAMES = 10;

    private final DnsResolver resolver;
    private final InetAddress address;
    private final SpfMacros macros;
    private final SpfBudget budget;

    SpfEvaluation(DnsResolver resolver, InetAddress address, String sender) {
        this.resolver = resolver;
        this.address = address;
        this.macros = new SpfMacros(address, sender);
        this.budget = new SpfBudget(resolver);
    }

    SpfOutcome run(DomainName domain) {
        try {
            Optional<SpfRecord> record = budget.record(domain);
            return record.isEmpty()
                    ? new SpfOutcome(SpfResult.NONE, domain + " has no SPF record", 0)
                    : evaluate(record.get(), domain);
        } catch (SpfTrouble trouble) {
            return outcome(trouble.result(), trouble.reason());
        }
    }

    private SpfOutcome outcome(SpfResult result, String reason) {
        return new SpfOutcome(result, reason, budget.lookUps());
    }

    private SpfOutcome evaluate(SpfRecord record, DomainName domain) throws SpfTrouble {
        for (SpfTerm term : record.mechanisms()) {
            budget.charge(term);
            if (matches(term, domain)) {
                return outcome(term.result(), "«" + term + "» of " + domain + " matches");
            }
        }
        Optional<SpfTerm> redirect = record.redirect();
        if (redirect.isEmpty()) {
            return outcome(SpfResult.NEUTRAL, "no term of " + domain + " matches");
        }
        budget.charge(redirect.get());
        return evaluate(led(redirect.get(), domain), target(redirect.get(), domain));
    }

    private boolean matches(SpfTerm term, DomainName domain) throws SpfTrouble {
        return switch (term.kind()) {
            case ALL -> true;
            case IP4, IP6 -> term.network() != null && isIn(term.network(), term);
            case INCLUDE -> includes(term, domain);
            case A -> anyAddress(target(term, domain), term);
            case MX -> anyExchanger(target(term, domain), term);
            case EXISTS -> !budget.records(
                    resolver.addresses(target(term, domain), AddressFamily.IPV4).toCompletableFuture().join())
                    .isEmpty();
            case PTR -> pointsInto(target(term, domain));
            case REDIRECT -> false;
        };
    }

    private boolean includes(SpfTerm term, DomainName domain) throws SpfTrouble {
        return evaluate(led(term, domain), target(term, domain)).result() == SpfResult.PASS;
    }

    private SpfRecord led(SpfTerm term, DomainName domain) throws SpfTrouble {
        Optional<SpfRecord> record = budget.record(target(term, domain));
        if (record.isEmpty()) {
            throw new SpfTrouble(SpfResult.PERMERROR, "«" + term + "» of " + domain + " leads to no SPF record");
        }
        return record.get();
    }

    private boolean anyAddress(DomainName host, SpfTerm term) throws SpfTrouble {
        AddressFamily family = address instanceof Inet4Address ? AddressFamily.IPV4 : AddressFamily.IPV6;
        DnsAnswer<InetAddress> answer = resolver.addresses(host, family).toCompletableFuture().join();
        return budget.records(answer).stream().anyMatch(found -> isIn(found, term));
    }

    private boolean anyExchanger(DomainName domain, SpfTerm term) throws SpfTrouble {
        List<MailExchanger> found = budget
                .records(resolver.mailExchangers(domain).toCompletableFuture().join());
        if (found.size() > MAX_NAMES) {
            throw new SpfTrouble(SpfResult.PERMERROR, domain + " has more than " + MAX_NAMES + " MX records");
        }
        for (MailExchanger exchanger : found) {
            if (!exchanger.host().isRoot() && anyAddress(exchanger.host(), term)) {
                return true;
            }
        }
        return false;
    }

    private boolean pointsInto(DomainName domain) throws SpfTrouble {
        DnsAnswer<DomainName> answer = resolver.pointers(DomainName.reverse(address)).toCompletableFuture().join();
        var everyBit = new SpfTerm(SpfResult.PASS, SpfTerm.Kind.A, "", null, 32, 128);
        for (DomainName host : budget.records(answer).stream().limit(MAX_NAMES).toList()) {
            boolean within = host.equals(domain) || host.toString().endsWith("." + domain);
            if (within && anyAddress(host, everyBit)) {
                return true;
            }
        }
        return false;
    }

    private DomainName target(SpfTerm term, DomainName domain) throws SpfTrouble {
        if (term.domain().isEmpty()) {
            return domain;
        }
        try {
            String name = macros.expand(term.domain(), domain.toString());
            return DomainName.of(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
        } catch (IllegalArgumentException e) {
            throw new SpfTrouble(SpfResult.PERMERROR, "«" + term + "» of " + domain + ": " + e.getMessage());
        }
    }

    private boolean isIn(InetAddress network, SpfTerm term) {
        byte[] wanted = network.getAddress();
        byte[] asked = address.getAddress();
        if (wanted.length != asked.length) {
            return false;
        }
        int bits = asked.length == 4 ? term.prefix4() : term.prefix6();
        for (int i = 0; i < asked.length && i * 8 < bits; i++) {
            int mask = 0xff << Math.max(0, 8 - (bits - i * 8));
            if (((wanted[i] ^ asked[i]) & mask & 0xff) != 0) {
                return false;
            }
        }
        return true;
    }
}
