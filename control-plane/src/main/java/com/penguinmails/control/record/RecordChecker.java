package com.penguinmails.control.record;

import com.penguinmails.dkim.DkimRecord;
import com.penguinmails.dns.AddressFamily;
import com.penguinmails.dns.DnsAnswer;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.MailExchanger;
import com.penguinmails.dns.dmarc.DmarcDiscovery;
import com.penguinmails.dns.dmarc.DmarcTreeWalk;
import com.penguinmails.dns.spf.SpfChecker;
import com.penguinmails.dns.spf.SpfOutcome;
import com.penguinmails.dns.spf.SpfRecord;
import com.penguinmails.dns.spf.SpfResult;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Holds a record that is expected against what one server tells. Waits for DNS on the calling thread, which must not be the
 * resolver's. Thread-safe.
 */
public final class RecordChecker {
    private static final int MAX_ALIASES = 8;

    private final DnsResolver resolver;

    public RecordChecker(DnsResolver resolver) {
        this.resolver = resolver;
    }

    /** What is there of it. */
    public Finding check(ExpectedRecord expected) {
        return switch (expected.purpose()) {
            case DKIM -> texts(expected.host(), expected, records -> dkim(expected, records));
            case SPF -> texts(expected.host(), expected, records -> spf(expected, records));
            case DMARC -> dmarc(expected.domain());
            case RETURN_PATH -> returnPath(expected);
            case TRACKING -> tracking(expected);
        };
    }

    private Finding texts(DomainName host, ExpectedRecord expected, Function<List<String>, Finding> judge) {
        return switch (await(resolver.texts(host))) {
            case DnsAnswer.Found<String> found -> judge.apply(found.records());
            case DnsAnswer.TemporaryFailure<String>(String reason) -> failed(host, reason);
            case DnsAnswer.NoData<String> _,DnsAnswer.NoSuchDomain<String> _ -> Finding.missing(absent(expected));
        };
    }

    private static Finding dkim(ExpectedRecord expected, List<String> found) {
        if (found.size() > 1) {
            return Finding.wrong(found, "there are " + found.size() + " records at " + expected.host()
                    + ", there must be one: remove the others");
        }
        String text = found.getFirst();
        try {
            DkimRecord record = DkimRecord.parse(text);
            return dkim(expected, expected.takesAny() ? record : DkimRecord.parse(expected.value()), record, found);
        } catch (IllegalArgumentException e) {
            return Finding.wrong(found, cutOff(expected.value(), text)
                    .orElse("it is no DKIM key record: " + e.getMessage() + "; publish the value as it stands here"));
        }
    }

    private static Finding dkim(ExpectedRecord expected, DkimRecord wanted, DkimRecord record, List<String> found) {
        if (record.revoked()) {
            return Finding.wrong(found, "p= is empty, which revokes the key: publish the value as it stands here");
        }
        if (!record.publicKey().equals(wanted.publicKey())) {
            return Finding.wrong(found, cutOff(wanted.publicKey(), record.publicKey())
                    .orElse("it holds another key: publish the value as it stands here"));
        }
        if (record.algorithm() != wanted.algorithm()) {
            return Finding.wrong(found, "k= names another kind of key than it holds: write k="
                    + wanted.algorithm().keyTag());
        }
        if (record.testing()) {
            return Finding.wrong(found,
                    "t=y says that the domain only tests DKIM, so receivers make nothing of it: remove it");
        }
        boolean usable = (record.hashes().isEmpty() || record.hashes().contains("sha256"))
                && (record.services().isEmpty() || record.services().contains("*")
                        || record.services().contains("email"));
        return usable
                ? Finding.ok(found)
                : Finding.wrong(found, "h= or s= allow the key no SHA-256 or no mail: remove them from "
                        + expected.host());
    }

    private static Optional<String> cutOff(String wanted, String found) {
        return !found.isEmpty() && found.length() < wanted.length() && wanted.startsWith(found)
                ? Optional.of("it is cut off after " + found.length() + " of " + wanted.length()
                        + " characters: a long text is written as several strings of one record, each in quotes")
                : Optional.empty();
    }

    private Finding spf(ExpectedRecord expected, List<String> texts) {
        List<String> found = texts.stream().filter(SpfRecord::isOne).toList();
        if (found.isEmpty()) {
            return Finding.missing(absent(expected));
        }
        if (found.size() > 1) {
            return Finding.wrong(found, (found.size() == 2 ? "two" : Integer.toString(found.size()))
                    + " SPF records, there must be one: join them into one");
        }
        try {
            return spf(expected, SpfRecord.parse(found.getFirst()), found);
        } catch (IllegalArgumentException e) {
            return Finding.wrong(found, "the SPF record: " + e.getMessage());
        }
    }

    private Finding spf(ExpectedRecord expected, SpfRecord record, List<String> found) {
        String include = expected.value().replaceFirst(".*include:(\\S+).*", "$1");
        if (!expected.takesAny() && !record.includes(include)) {
            return Finding.wrong(found, "the SPF record does not include what sends your mail: add include:" + include
                    + " before its end");
        }
        if (record.otherwise().filter(SpfResult.PASS::equals).isPresent()) {
            return Finding.wrong(found, "+all lets everybody send in your name: write -all");
        }
        SpfOutcome audit = new SpfChecker(resolver).audit(expected.host(), found.getFirst());
        return switch (audit.result()) {
            case PERMERROR -> Finding.wrong(found, audit.reason());
            case TEMPERROR -> Finding.unknown(audit.reason());
            default -> Finding.ok(found);
        };
    }

    private Finding dmarc(DomainName domain) {
        DmarcDiscovery walk = new DmarcTreeWalk(resolver).discover(domain);
        if (!walk.problem().isEmpty()) {
            return Finding.wrong(List.of(), walk.problem());
        }
        DomainName at = walk.foundAt();
        if (at == null) {
            return walk.failure().isEmpty()
                    ? Finding.missing("there is no DMARC record for " + domain + " or above it: publish one")
                    : Finding.unknown(walk.failure());
        }
        var record = walk.record();
        if (record != null && record.publicSuffix().equals("y") && at.equals(domain)) {
            return Finding.wrong(List.of(), "psd=y says that customers' domains begin below " + domain
                    + ": it is nobody's own domain");
        }
        return new Finding(RecordStatus.OK, dmarcTexts(at),
                at.equals(domain) ? "" : "the record of " + at + " holds for this domain as well");
    }

    private List<String> dmarcTexts(DomainName at) {
        return await(resolver.texts(DomainName.of("_dmarc." + at))) instanceof DnsAnswer.Found<String> found
                ? found.records()
                : List.of();
    }

    private Finding returnPath(ExpectedRecord expected) {
        return switch (await(resolver.mailExchangers(expected.host()))) {
            case DnsAnswer.Found<MailExchanger> found -> returnPath(expected, found.records());
            case DnsAnswer.TemporaryFailure<MailExchanger>(String reason) -> failed(expected.host(), reason);
            case DnsAnswer.NoData<MailExchanger> _,DnsAnswer.NoSuchDomain<MailExchanger> _ ->
                Finding.missing(absent(expected));
        };
    }

    private static Finding returnPath(ExpectedRecord expected, List<MailExchanger> exchangers) {
        List<String> found = exchangers.stream().map(mx -> mx.preference() + " " + mx.host()).toList();
        if (expected.takesAny()) {
            return Finding.ok(found);
        }
        String wanted = expected.value().replaceFirst("^\\d+ ", "").replaceFirst("\\.$", "");
        if (exchangers.stream().noneMatch(mx -> mx.host().toString().equals(wanted))) {
            return Finding.wrong(found, "bounces go elsewhere: " + expected.host() + " must name " + wanted);
        }
        return exchangers.size() == 1
                ? Finding.ok(found)
                : Finding.wrong(found, "there are " + exchangers.size() + " MX records, there must be one: only "
                        + wanted + " knows what to make of bounces");
    }

    private Finding tracking(ExpectedRecord expected) {
        String wanted = expected.value().replaceFirst("\\.$", "");
        return switch (await(resolver.aliases(expected.host()))) {
            case DnsAnswer.Found<DomainName>(List<DomainName> targets, _, _) -> {
                List<String> found = targets.stream().map(DomainName::toString).toList();
                yield found.equals(List.of(wanted))
                        ? Finding.ok(found)
                        : Finding.wrong(found, expected.host() + " must be an alias (CNAME) of " + wanted);
            }
            case DnsAnswer.TemporaryFailure<DomainName>(String reason) -> failed(expected.host(), reason);
            case DnsAnswer.NoData<DomainName> _,DnsAnswer.NoSuchDomain<DomainName> _ -> {
                boolean addresses = await(
                        resolver.addresses(expected.host(), AddressFamily.IPV4)) instanceof DnsAnswer.Found<?>;
                yield addresses
                        ? Finding.wrong(List.of(), expected.host()
                                + " has addresses of its own: put an alias (CNAME) to " + wanted + " in their place")
                        : Finding.missing(absent(expected));
            }
        };
    }

    /** Some control panels add the zone's name to what is a whole name already. */
    private String absent(ExpectedRecord expected) {
        Optional<DomainName> doubled = DomainName.parse(expected.host() + "." + expected.domain());
        boolean isThere = doubled.isPresent() && switch (expected.type()) {
            case "TXT" -> await(resolver.texts(doubled.get())) instanceof DnsAnswer.Found<?>;
            case "MX" -> await(resolver.mailExchangers(doubled.get())) instanceof DnsAnswer.Found<?>;
            default -> await(resolver.aliases(doubled.get())) instanceof DnsAnswer.Found<?>;
        };
        return isThere
                ? "it stands at " + doubled.get()
                        + ": the control panel adds the domain by itself, so leave it out there"
                : "there is no such " + expected.type() + " record at " + expected.host() + ": publish it";
    }

    /** A circle of aliases is the owner's mistake; a server that does not answer is not. */
    private Finding failed(DomainName host, String reason) {
        Set<DomainName> seen = new HashSet<>();
        DomainName at = host;
        while (seen.add(at) && seen.size() <= MAX_ALIASES + 1) {
            if (!(await(resolver.aliases(at)) instanceof DnsAnswer.Found<DomainName>(List<DomainName> next, _, _))) {
                return Finding.unknown(reason);
            }
            at = next.getFirst();
        }
        return Finding.wrong(List.of("CNAME " + at),
                host + " is an alias (CNAME) that leads in a circle or through too many names: remove it");
    }

    private static <T> T await(CompletionStage<T> stage) {
        return stage.toCompletableFuture().join();
    }
}
