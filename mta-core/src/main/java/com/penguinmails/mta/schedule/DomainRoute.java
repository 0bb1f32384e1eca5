package com.penguinmails.mta.schedule;

import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.schedule.Timers.Timer;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where one domain's mail goes, as far as it is known. Moves: unknown → asked → known until the answer expires → asked again; a
 * failure makes it unknown, a temporary one until {@code retryNanos} at the earliest. For one thread.
 */
final class DomainRoute {
    final String domain;
    /** The queues that wait for the answer, in order. */
    final Set<DomainQueue> waiting = new LinkedHashSet<>();
    /** All queues of the domain. */
    final Set<DomainQueue> queues = new LinkedHashSet<>();
    @Nullable
    DeliveryPlan plan;
    /** Where its mail went the last time that this was known; empty: never. */
    String site = "";
    long expiresMillis;
    boolean asked;
    /** Not asked before this instant, in monotonic nanoseconds; valid while {@code failures > 0}. */
    long retryNanos;
    int failures;
    /** When it is asked again after a failure, while somebody waits for that. */
    @Nullable
    Timer again;
    String lastFailure = "";

    DomainRoute(String domain) {
        this.domain = domain;
    }

    /** The plan if it still holds, else null. */
    @Nullable
    DeliveryPlan planAt(long nowMillis) {
        return nowMillis < expiresMillis ? plan : null;
    }
}
