package com.penguinmails.control.preflight;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.DkimRecord;
import com.penguinmails.dkim.DkimSignature;
import com.penguinmails.dkim.DkimVerifier;
import com.penguinmails.dkim.KeyAnswer;
import com.penguinmails.dkim.SignatureResult;
import com.penguinmails.dkim.Verdict;
import com.penguinmails.dkim.Verification;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.dmarc.DmarcDiscovery;
import com.penguinmails.dns.dmarc.DmarcRecord;
import com.penguinmails.dns.dmarc.DmarcTreeWalk;
import com.penguinmails.dns.spf.SpfChecker;
import com.penguinmails.mta.cli.DnsKeyLookup;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.message.ReversePath;
import com.penguinmails.mta.time.Clock;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Does what a receiver does to know whose mail it is: SPF, DKIM and DMARC. Waits for DNS on the calling thread. Thread-safe. */
final class Authenticator {
    private final DnsResolver resolver;
    private final DmarcTreeWalk walk;
    private final DkimVerifier verifier;
    private final DkimKeys keys;

    Authenticator(DnsResolver resolver, Clock clock, CryptoProviders crypto) {
        this.resolver = resolver;
        this.walk = new DmarcTreeWalk(resolver);
        this.verifier = new DkimVerifier(new DnsKeyLookup(resolver), crypto, clock);
        this.keys = new DkimKeys(crypto);
    }

    Authentication authenticate(MailUnderReview mail, SendingTerms terms) {
        DomainName author = mail.authorDomain();
        DmarcDiscovery dmarc = author == null ? null : walk.discover(author);
        DmarcRecord record = dmarc == null ? null : dmarc.record();
        SpfSight spf = spf(mail, terms, aligned(author, record != null && record.strictSpf()));
        Predicate<DomainName> aligned = aligned(author, record != null && record.strictDkim());
        return switch (verifier.verify(mail.octets()).toCompletableFuture().join()) {
            case Verification.Unreadable(String reason) -> new Authentication(dmarc, spf, reason, List.of());
            case Verification.Checked(List<SignatureResult> results) -> new Authentication(dmarc, spf, "",
                    results.stream().map(result -> signature(result, aligned)).toList());
        };
    }

    private Predicate<DomainName> aligned(@Nullable DomainName author, boolean strict) {
        return domain -> author != null && walk.areAligned(author, domain, strict);
    }

    /** The identity that DMARC asks SPF for: the reverse-path, or the name in EHLO where that is empty. */
    private SpfSight spf(MailUnderReview mail, SendingTerms terms, Predicate<DomainName> aligned) {
        String origin = terms.reversePath() != null ? "the reverse-path" : "the field Return-Path";
        ReversePath path = terms.reversePath() != null ? terms.reversePath() : mail.returnPath();
        if (path == null && !mail.authors().isEmpty()) {
            origin = "From, since no reverse-path is known";
            path = new ReversePath(mail.authors().getFirst());
        }
        if (path == null) {
            return new SpfSight(null, "no reverse-path is known", List.of(), false);
        }
        Mailbox mailbox = path.mailbox();
        DomainName domain = mailbox == null ? terms.ehlo() : MailUnderReview.domain(mailbox);
        if (domain == null) {
            return new SpfSight(null, mailbox == null
                    ? "the reverse-path is empty and no EHLO name is known"
                    : "the reverse-path is in no domain", List.of(), false);
        }
        String sender = mailbox == null ? "postmaster@" + domain : mailbox.toString();
        List<SpfSight.Checked> outcomes = terms.sources().stream().map(
                address -> new SpfSight.Checked(address, new SpfChecker(resolver).check(address, domain, sender)))
                .toList();
        return new SpfSight(domain, mailbox == null ? "EHLO, since the reverse-path is empty" : origin, outcomes,
                aligned.test(domain));
    }

    private SignatureSight signature(SignatureResult result, Predicate<DomainName> aligned) {
        DkimSignature signature = result.signature();
        if (signature == null) {
            return new SignatureSight(null, result.verdict(), 0, false);
        }
        boolean valid = result.verdict() instanceof Verdict.Pass;
        return new SignatureSight(signature, result.verdict(), valid ? bits(signature) : 0,
                valid && DomainName.parse(signature.domain()).filter(aligned).isPresent());
    }

    /** The smallest key at the name, since it is not known with which of several a receiver verifies. */
    private int bits(DkimSignature signature) {
        KeyAnswer answer = new DnsKeyLookup(resolver).lookUp(signature.recordName()).toCompletableFuture().join();
        return answer instanceof KeyAnswer.Found(List<String> records)
                ? records.stream().mapToInt(this::bits).filter(bits -> bits > 0).min().orElse(0)
                : 0;
    }

    private int bits(String record) {
        try {
            return keys.bits(DkimRecord.parse(record));
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }
}
