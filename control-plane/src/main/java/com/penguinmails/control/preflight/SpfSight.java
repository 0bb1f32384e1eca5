package com.penguinmails.control.preflight;

import com.penguinmails.dns.DomainName;
import com.penguinmails.dns.spf.SpfOutcome;
import com.penguinmails.dns.spf.SpfResult;
import java.net.InetAddress;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What SPF says.
 *
 * @param domain whose record is asked, or null if it is not known
 * @param origin where that domain was taken from, in words
 * @param outcomes one for each sending address; empty if none is known
 * @param aligned whether the domain is the author's in the sense of DMARC
 */
record SpfSight(@Nullable DomainName domain, String origin, List<Checked> outcomes, boolean aligned) {

    record Checked(InetAddress address, SpfOutcome outcome) {}

    boolean lookedAt() {
        return !outcomes.isEmpty();
    }

    boolean passes() {
        return lookedAt() && outcomes.stream().allMatch(one -> one.outcome().result() == SpfResult.PASS);
    }

    boolean any(SpfResult result) {
        return outcomes.stream().anyMatch(one -> one.outcome().result() == result);
    }

    String words() {
        return outcomes.stream().map(one -> one.address().getHostAddress() + " " + one.outcome().result().word() + ": "
                + one.outcome().reason()).collect(Collectors.joining("; "));
    }
}
