package com.penguinmails.control.preflight;

import com.penguinmails.dkim.CryptoProviders;
import com.penguinmails.dns.DnsResolver;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a mail as it would be sent against what Gmail, Yahoo and Microsoft ask of senders. Waits for DNS on the calling thread, which must
 * not be the resolver's. Thread-safe.
 */
public final class Preflight {
    /** The longest mail that is looked at, in octets; far more than any of the providers takes. */
    public static final int MAX_OCTETS = 50 * 1024 * 1024;

    private final Authenticator authenticator;
    private final PointerRule pointers;
    private final Clock clock;

    public Preflight(DnsResolver resolver, Clock clock, CryptoProviders crypto) {
        this.authenticator = new Authenticator(resolver, clock, crypto);
        this.pointers = new PointerRule(resolver);
        this.clock = clock;
    }

    /**
     * What is found of each rule.
     *
     * @param message header and body with CRLF line ends, signed as it would be sent; must not change meanwhile
     * @throws IllegalArgumentException if it is longer than {@link #MAX_OCTETS}
     */
    public PreflightReport check(byte[] message, SendingTerms terms) {
        if (message.length > MAX_OCTETS) {
            throw new IllegalArgumentException("message: " + message.length + " octets, at most " + MAX_OCTETS
                    + " are looked at; give a shorter one");
        }
        MailUnderReview mail = MailUnderReview.of(message);
        Authentication authentication = authenticator.authenticate(mail, terms);
        var fields = new HeaderRules(mail, clock.instant());
        List<RuleFinding> findings = new ArrayList<>();
        findings.add(fields.from());
        findings.addAll(new SenderRules(authentication, mail.authorDomain(), terms.bulk()).findings());
        findings.addAll(new DmarcRules(authentication, terms.bulk()).findings());
        findings.add(pointers.finding(terms));
        findings.add(RuleFinding.skipped(Rule.TLS, "not known before it is sent",
                "a node uses STARTTLS with every receiver that offers it, unless delivery.tls is off"));
        findings.add(OneClickRule.finding(mail, authentication, terms.bulk()));
        findings.add(fields.messageId());
        findings.add(fields.date());
        findings.addAll(new ContentRules(mail).findings());
        return new PreflightReport(findings);
    }
}
