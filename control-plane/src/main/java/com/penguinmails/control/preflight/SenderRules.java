package com.penguinmails.control.preflight;

import static com.penguinmails.control.preflight.Rule.DKIM_ALIGNED;
import static com.penguinmails.control.preflight.Rule.DKIM_VALID;
import static com.penguinmails.control.preflight.Rule.SPF_ALIGNED;
import static com.penguinmails.control.preflight.Rule.SPF_PASSES;

import com.penguinmails.dkim.DkimKeys;
import com.penguinmails.dkim.KeyAlgorithm;
import com.penguinmails.dkim.Verdict;
import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.spf.SpfResult;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The rules on SPF and DKIM. Immutable. */
final class SenderRules {
    private final Authentication authentication;
    private final @Nullable DomainName author;
    private final boolean bulk;

    SenderRules(Authentication authentication, @Nullable DomainName author, boolean bulk) {
        this.authentication = authentication;
        this.author = author;
        this.bulk = bulk;
    }

    List<RuleFinding> findings() {
        return List.of(spfPasses(), spfAligned(), dkimValid(), dkimAligned());
    }

    private RuleFinding spfPasses() {
        SpfSight spf = authentication.spf();
        if (spf.domain() == null) {
            return RuleFinding.skipped(SPF_PASSES, "not looked at: " + spf.origin(), "name the reverse-path");
        }
        if (!spf.lookedAt()) {
            return RuleFinding.skipped(SPF_PASSES, "not looked at: no sending address is known",
                    "name the addresses that it is sent from");
        }
        String found = spf.words() + " (" + spf.domain() + " is from " + spf.origin() + ")";
        if (spf.passes()) {
            return RuleFinding.pass(SPF_PASSES, found);
        }
        String mend = "let the SPF record of " + spf.domain() + " allow every address that it is sent from";
        if (spf.any(SpfResult.TEMPERROR) && !spf.any(SpfResult.FAIL) && !spf.any(SpfResult.PERMERROR)) {
            return RuleFinding.warn(SPF_PASSES, found, "ask again when DNS answers");
        }
        boolean refused = spf.any(SpfResult.FAIL) || spf.any(SpfResult.PERMERROR);
        return RuleFinding.fault(SPF_PASSES, bulk || refused || !authentication.dkimPasses(), found, mend);
    }

    private RuleFinding spfAligned() {
        SpfSight spf = authentication.spf();
        if (author == null || spf.domain() == null) {
            return RuleFinding.skipped(SPF_ALIGNED, author == null
                    ? "not looked at: the author's domain is not known"
                    : "not looked at: " + spf.origin(), "");
        }
        String found = spf.domain() + " (from " + spf.origin() + ") and From's " + author;
        return spf.aligned()
                ? RuleFinding.pass(SPF_ALIGNED, found + " are aligned")
                : RuleFinding.warn(SPF_ALIGNED, found + " are not aligned", "use a reverse-path in the domain of From,"
                        + " such as bounce." + author);
    }

    private RuleFinding dkimValid() {
        if (!authentication.unreadable().isEmpty()) {
            return RuleFinding.block(DKIM_VALID, "the header cannot be read: " + authentication.unreadable(),
                    "mend the header, then sign");
        }
        List<SignatureSight> signatures = authentication.signatures();
        String found = signatures.isEmpty() ? "it has no signature" : words(signatures);
        if (authentication.dkimPasses()) {
            return valid(found);
        }
        boolean blocks = !authentication.dkimUncertain() && (bulk || !authentication.spf().passes());
        return RuleFinding.fault(DKIM_VALID, blocks, found, signatures.isEmpty()
                ? "sign it with DKIM in the domain of From"
                : "sign the mail as it is sent, with a key whose record is published; nothing may change it afterwards");
    }

    private RuleFinding valid(String found) {
        List<SignatureSight> valid = authentication.signatures().stream().filter(SignatureSight::counts).toList();
        if (valid.stream().anyMatch(SenderRules::isShort)) {
            return RuleFinding.warn(DKIM_VALID, found, "make an RSA key of " + DkimKeys.DEFAULT_RSA_BITS
                    + " bits and publish it under a new selector");
        }
        boolean partly = valid.stream().anyMatch(sight -> sight.verdict() instanceof Verdict.Pass(_, boolean more)
                && more);
        return partly
                ? RuleFinding.warn(DKIM_VALID, found, "sign the whole body: leave l= out")
                : RuleFinding.pass(DKIM_VALID, found);
    }

    private static boolean isShort(SignatureSight sight) {
        return sight.signature() != null && sight.signature().algorithm() == KeyAlgorithm.RSA && sight.bits() > 0
                && sight.bits() < DkimKeys.DEFAULT_RSA_BITS;
    }

    private RuleFinding dkimAligned() {
        if (author == null) {
            return RuleFinding.skipped(DKIM_ALIGNED, "not looked at: the author's domain is not known", "");
        }
        if (!authentication.dkimPasses()) {
            return RuleFinding.skipped(DKIM_ALIGNED, "not looked at: there is no valid signature", "");
        }
        List<SignatureSight> valid = authentication.signatures().stream().filter(SignatureSight::counts).toList();
        String domains = valid.stream().flatMap(sight -> sight.signature() == null
                ? Stream.empty()
                : Stream.of(sight.signature().domain())).distinct().collect(Collectors.joining(", "));
        return authentication.dkimPassesAligned()
                ? RuleFinding.pass(DKIM_ALIGNED, "d=" + domains + " and From's " + author + " are aligned")
                : RuleFinding.warn(DKIM_ALIGNED, "d=" + domains + " and From's " + author + " are not aligned",
                        "sign with a key of " + author);
    }

    private static String words(List<SignatureSight> signatures) {
        return signatures.stream().map(SignatureSight::words).collect(Collectors.joining("; "));
    }
}
