package com.penguinmails.mta.shape;

import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

    /**
     * The pool that some mail is ordered to leave through, or null where the rules hold.
     *
     * @param byRules the pool that it leaves through by the rules
     */
    public @Nullable PoolOverride pool(Suspensions.Mail mail, String site, String provider, SourcePool byRules) {
        for (PoolOverride override : pools) {
            MailSelector selector = override.selector();
            if (matches(selector, mail) && selector.matchesSite(site, provider) && byRules.isMeantBy(selector)) {
                return override;
            }
        }
        return null;
    }

    /** The class that some mail is ordered to have wherever it goes, or null where that of its acceptance holds. */
    public @Nullable PriorityClass priority(Suspensions.Mail mail) {
        return priority(mail, selector -> !selector.needsSite() && !selector.needsSource());
    }

    /**
     * The class that some mail is ordered to have where it goes, or null where that of its acceptance holds.
     *
     * @param pool that it leaves through; asked only where an order goes by a source
     */
    public @Nullable PriorityClass priority(Suspensions.Mail mail, String site, String provider,
            Supplier<SourcePool> pool) {
        return priority(mail, selector -> selector.matchesSite(site, provider)
                && (!selector.needsSource() || pool.get().isMeantBy(selector)));
    }

    private @Nullable PriorityClass priority(Suspensions.Mail mail, Predicate<MailSelector> there) {
        for (PriorityOverride override : priorities) {
            if (matches(override.selector(), mail) && there.test(override.selector())) {
                return override.priority();
            }
        }
        return null;
    }

    private static boolean matches(MailSelector selector, Suspensions.Mail mail) {
        return selector.matchesMail(mail.tenant(), mail.campaign(), mail.senderDomain(), mail.domain());
    }
}
