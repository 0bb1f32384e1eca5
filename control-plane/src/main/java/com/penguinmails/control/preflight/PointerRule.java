package com.penguinmails.control.preflight;

import static com.penguinmails.control.preflight.Rule.PTR;

import com.penguinmails.dns.AddressFamily;
import com.penguinmails.dns.DnsAnswer;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** The rule that a sending address has a name, and that name the address. Waits for DNS on the calling thread. Thread-safe. */
final class PointerRule {
    private static final int MAX_NAMES = 10;

    private final DnsResolver resolver;

    PointerRule(DnsResolver resolver) {
        this.resolver = resolver;
    }

    RuleFinding finding(SendingTerms terms) {
        if (terms.sources().isEmpty()) {
            return RuleFinding.skipped(PTR, "not looked at: no sending address is known",
                    "name the addresses that it is sent from");
        }
        List<RuleFinding> each = terms.sources().stream().map(address -> look(address, terms)).toList();
        RuleResult worst = each.stream().map(RuleFinding::result).max(Comparator.naturalOrder()).orElseThrow();
        return new RuleFinding(PTR, worst, each.stream().map(RuleFinding::found).collect(Collectors.joining("; ")),
                each.stream().map(RuleFinding::mend).filter(mend -> !mend.isEmpty()).distinct()
                        .collect(Collectors.joining("; ")));
    }

    private RuleFinding look(InetAddress address, SendingTerms terms) {
        String shown = address.getHostAddress();
        return switch (resolver.pointers(DomainName.reverse(address)).toCompletableFuture().join()) {
            case DnsAnswer.Found<DomainName> found -> look(address, found.records(), terms);
            case DnsAnswer.TemporaryFailure<DomainName>(String reason) ->
                RuleFinding.warn(PTR, shown + " could not be asked for: " + reason, "ask again when DNS answers");
            case DnsAnswer.NoData<DomainName> _,DnsAnswer.NoSuchDomain<DomainName> _ -> RuleFinding.block(PTR,
                    shown + " has no PTR record", "have the owner of the network set the name of " + shown);
        };
    }

    private RuleFinding look(InetAddress address, List<DomainName> names, SendingTerms terms) {
        String shown = address.getHostAddress();
        List<DomainName> confirmed = new ArrayList<>();
        String failure = "";
        for (DomainName name : names.stream().limit(MAX_NAMES).toList()) {
            switch (addresses(name, address)) {
                case DnsAnswer.Found<InetAddress> found when found.records().contains(address) -> confirmed.add(name);
                case DnsAnswer.TemporaryFailure<InetAddress>(String reason) -> failure = reason;
                default -> {
                }
            }
        }
        if (confirmed.isEmpty()) {
            return failure.isEmpty()
                    ? RuleFinding.block(PTR,
                            shown + " is called " + words(names) + ", which does not have that address",
                            "give " + names.getFirst() + " the address " + shown)
                    : RuleFinding.warn(PTR, shown + " is called " + words(names) + ", which could not be asked for: "
                            + failure, "ask again when DNS answers");
        }
        DomainName ehlo = terms.ehlo();
        return ehlo == null || confirmed.contains(ehlo)
                ? RuleFinding.pass(PTR, shown + " is " + words(confirmed) + ", and back")
                : RuleFinding.warn(PTR, shown + " is " + words(confirmed) + ", and back, but EHLO says " + ehlo,
                        "say that name in EHLO");
    }

    private DnsAnswer<InetAddress> addresses(DomainName name, InetAddress like) {
        return resolver.addresses(name, like instanceof Inet4Address ? AddressFamily.IPV4 : AddressFamily.IPV6)
                .toCompletableFuture().join();
    }

    private static String words(List<DomainName> names) {
        return names.stream().map(DomainName::toString).collect(Collectors.joining(", "));
    }
}
