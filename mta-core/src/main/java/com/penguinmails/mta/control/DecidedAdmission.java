package com.penguinmails.mta.control;

import com.penguinmails.mta.accept.AcceptResult.Refused;
import com.penguinmails.mta.accept.Admission;
import java.util.Optional;

/**
 * Lets in what the control plane has decided. A node that is drained takes nothing. Mail of a suspended tenant is taken and held where
 * the suspension ends by itself, and not taken where it does not: it might wait until it is too old. Thread-safe.
 */
public final class DecidedAdmission implements Admission {
    private volatile Decisions decisions = Decisions.none();

    /** From now on by these. */
    public void use(Decisions decided) {
        decisions = decided;
    }

    @Override
    public Optional<String> refusalForNow() {
        return decisions.draining()
                ? Optional.of("this node is being drained: it delivers what it has and takes no new mail; use another")
                : Optional.empty();
    }

    @Override
    public Optional<Refused> refusal(String tenant, long nowMillis) {
        TenantTerms terms = decisions.tenants().get(tenant);
        TenantTerms.Pause pause = terms == null ? null : terms.suspension();
        return pause == null || pause.untilMillis() != Long.MAX_VALUE
                ? Optional.empty()
                : Optional.of(new Refused("tenant_suspended", "tenant",
                        "the tenant " + tenant + " is suspended until it is resumed: " + pause.reason()));
    }
}
