package com.penguinmails.control.preflight;

import com.penguinmails.dkim.Verdict;
import com.penguinmails.dns.dmarc.DmarcDiscovery;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a mail is authenticated.
 *
 * @param dmarc what the tree walk from the author's domain found, or null if there is no such domain
 * @param unreadable why no signature could be looked at; empty: all were
 * @param signatures first to last
 */
record Authentication(@Nullable DmarcDiscovery dmarc, SpfSight spf, String unreadable,
        List<SignatureSight> signatures) {

    boolean dkimPasses() {
        return signatures.stream().anyMatch(SignatureSight::counts);
    }

    boolean dkimPassesAligned() {
        return signatures.stream().anyMatch(sight -> sight.counts() && sight.aligned());
    }

    boolean dkimUncertain() {
        return signatures.stream().anyMatch(sight -> sight.verdict() instanceof Verdict.TempError);
    }
}
