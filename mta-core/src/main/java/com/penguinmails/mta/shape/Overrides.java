package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All overrides of pools and priorities in force; of those that match the one given last holds. For one thread. */
public final class Overrides {
    private final List<PoolOverride> pools = new ArrayList<>();
    private final List<PriorityOverride> priorities = new ArrayList<>();

    /** One of the same kind and name is replaced. */
    public void add(PoolOverride override) {
        pools.removeIf(other -> other.id().equals(override.id()));
        pools.add(override);
        pools.sort(Comparator.comparingLong(PoolOverride::sinceMillis).reversed());
    }

    /** One of the same kind and name is replaced. */
    public void add(PriorityOverride override) {
        priorities.removeIf(other -> other.id().equals(override.id()));
        priorities.add(override);
        priorities.sort(Comparator.comparingLong(PriorityOverride::sinceMillis).reversed());
    }

    /** It is no more in force. */
    public void remove(StandingOrder override) {
        pools.removeIf(override::equals);
        priorities.removeIf(override::equals);
    }

    /** The pool that some mail is ordered to leave through, or null where the rules hold. */
    public @Nullable PoolOverride pool(Suspensions.Mail mail, String site, String provider) {
        for (PoolOverride override : pools) {
            if (matches(override.selector(), mail) && override.selector().matchesSite(site, provider)) {
                return override;
            }
        }
        return null;
    }

    /**
     * The class that some mail is ordered to have, or null where that of its acceptance holds.
     *
     * @param site where it goes, or null while that is not known
     */
    public @Nullable PriorityClass priority(Suspensions.Mail mail, @Nullable String site, String provider) {
        for (PriorityOverride override : priorities) {
            MailSelector selector = override.selector();
            boolean there = site == null ? !selector.needsSite() : selector.matchesSite(site, provider);
            if (there && matches(selector, mail)) {
                return override.priority();
            }
        }
        return null;
    }

    private static boolean matches(MailSelector selector, Suspensions.Mail mail) {
        return selector.matchesMail(mail.tenant(), mail.campaign(), mail.senderDomain(), mail.domain());
    }
}
