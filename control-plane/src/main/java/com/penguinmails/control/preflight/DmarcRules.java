package com.penguinmails.control.preflight;

import static com.penguinmails.control.preflight.Rule.DMARC_PASSES;
import static com.penguinmails.control.preflight.Rule.DMARC_RECORD;

import com.penguinmails.dns.dmarc.DmarcDiscovery;
import com.penguinmails.dns.dmarc.DmarcRecord;
import com.penguinmails.dns.spf.SpfResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rules on DMARC. Immutable. */
final class DmarcRules {
    private static final String NO_AUTHOR = "not looked at: the author's domain is not known";

    private final Authentication authentication;
    private final boolean bulk;

    DmarcRules(Authentication authentication, boolean bulk) {
        this.authentication = authentication;
        this.bulk = bulk;
    }

    List<RuleFinding> findings() {
        DmarcDiscovery dmarc = authentication.dmarc();
        return dmarc == null
                ? List.of(RuleFinding.skipped(DMARC_RECORD, NO_AUTHOR, ""),
                        RuleFinding.skipped(DMARC_PASSES, NO_AUTHOR, ""))
                : List.of(record(dmarc), passes(dmarc.record()));
    }

    private RuleFinding record(DmarcDiscovery dmarc) {
        if (!dmarc.problem().isEmpty()) {
            return RuleFinding.fault(DMARC_RECORD, bulk, dmarc.problem(), "publish one valid record at _dmarc."
                    + dmarc.domain());
        }
        DmarcRecord record = dmarc.record();
        if (record == null) {
            return dmarc.failure().isEmpty()
                    ? RuleFinding.fault(DMARC_RECORD, bulk, "there is none for " + dmarc.domain() + " or above it",
                            "publish one at _dmarc." + dmarc.organizational()
                                    + ", to begin with \"v=DMARC1; p=none; rua=mailto:…\"")
                    : RuleFinding.warn(DMARC_RECORD, "DNS could not be asked: " + dmarc.failure(),
                            "ask again when DNS answers");
        }
        String policy = dmarc.policy().orElse("none");
        String found = "the policy for " + dmarc.domain() + " is " + policy + ", by the record of " + dmarc.foundAt();
        if (policy.equals("none")) {
            return RuleFinding.warn(DMARC_RECORD, found + ": others may send in its name",
                    "when the reports show that all"
                            + " your mail passes, ask for p=quarantine or p=reject");
        }
        return record.testing()
                ? RuleFinding.warn(DMARC_RECORD, found + ", but t=y keeps receivers from applying it", "remove t=y")
                : RuleFinding.pass(DMARC_RECORD, found);
    }

    private RuleFinding passes(@Nullable DmarcRecord record) {
        SpfSight spf = authentication.spf();
        boolean bySpf = spf.passes() && spf.aligned();
        boolean byDkim = authentication.dkimPassesAligned();
        String found = "aligned with From: SPF "
                + (bySpf ? "passes" : spf.lookedAt() ? "does not pass" : "was not looked at") + ", DKIM "
                + (byDkim ? "passes" : "does not pass");
        if (bySpf || byDkim) {
            return record == null
                    ? RuleFinding.skipped(DMARC_PASSES, "there is no record to hold it against; with one it would pass",
                            "publish a record")
                    : RuleFinding.pass(DMARC_PASSES, found);
        }
        boolean unknown = spf.aligned() && (!spf.lookedAt() || spf.any(SpfResult.TEMPERROR))
                || authentication.dkimUncertain();
        return RuleFinding.fault(DMARC_PASSES, !unknown, found,
                "sign with DKIM in the domain of From, or send with a reverse-path in that domain from an address that its"
                        + " SPF record allows; better both");
    }
}
