package com.penguinmails.dns.spf;

import com.penguinmails.dns.DnsResolver;
import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.spf.SpfTerm.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Follows every record that a record leads to, as an address that nothing matches would. For one thread, once. */
final class SpfAudit {
    private final SpfBudget budget;

    SpfAudit(DnsResolver resolver) {
        this.budget = new SpfBudget(resolver);
    }

    SpfOutcome run(DomainName domain) {
        try {
            return outcome(domain, budget.record(domain));
        } catch (SpfTrouble trouble) {
            return new SpfOutcome(trouble.result(), trouble.reason(), budget.lookUps());
        }
    }

    SpfOutcome run(DomainName domain, List<String> texts) {
        try {
            return outcome(domain, SpfBudget.record(domain, texts));
        } catch (SpfTrouble trouble) {
            return new SpfOutcome(trouble.result(), trouble.reason(), budget.lookUps());
        }
    }

    private SpfOutcome outcome(DomainName domain, Optional<SpfRecord> record) throws SpfTrouble {
        if (record.isEmpty()) {
            return new SpfOutcome(SpfResult.NONE, domain + " has no SPF record", 0);
        }
        walk(record.get());
        return new SpfOutcome(SpfResult.NEUTRAL, "it can be worked with", budget.lookUps());
    }

    private void walk(SpfRecord record) throws SpfTrouble {
        var terms = new ArrayList<>(record.mechanisms());
        record.redirect().ifPresent(terms::add);
        for (SpfTerm term : terms) {
            budget.charge(term);
            boolean leadsOn = term.kind() == Kind.INCLUDE || term.kind() == Kind.REDIRECT;
            // Where a macro leads is known for each message only.
            if (leadsOn && term.domain().indexOf('%') < 0) {
                follow(term);
            }
        }
    }

    private void follow(SpfTerm term) throws SpfTrouble {
        Optional<DomainName> target = DomainName.parse(term.domain());
        Optional<SpfRecord> record = target.isPresent() ? budget.record(target.get()) : Optional.empty();
        if (record.isEmpty()) {
            throw new SpfTrouble(SpfResult.PERMERROR, "«" + term + "» leads to no SPF record");
        }
        walk(record.get());
    }
}
