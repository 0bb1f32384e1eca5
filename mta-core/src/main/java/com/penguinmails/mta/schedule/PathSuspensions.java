package com.penguinmails.mta.schedule;

import com.penguinmails.mta.shape.Suspension;
import org.jspecify.annotations.Nullable;

/** Shuts the paths of a site, a provider or a source that is suspended for all mail. For one thread. */
final class PathSuspensions implements PathBlocks.Block {
    private final StandingOrders orders;

    PathSuspensions(StandingOrders orders) {
        this.orders = orders;
    }

    @Override
    public long untilNanos(Site site, String source, long nowNanos) {
        Suspension suspension = of(site, source);
        return suspension == null ? nowNanos : orders.endNanos(suspension);
    }

    @Override
    public boolean stopsSessions() {
        return true;
    }

    @Override
    public String reason(Site site, String source) {
        Suspension suspension = of(site, source);
        return suspension == null ? "" : suspension.words();
    }

    @Override
    public Blocker explain(Site site, String source, long untilMillis) {
        Suspension suspension = of(site, source);
        return suspension == null
                ? PathBlocks.Block.super.explain(site, source, untilMillis)
                : QueueBlockers.suspended(suspension, source);
    }

    private @Nullable Suspension of(Site site, String source) {
        return orders.isEmpty() ? null : orders.suspensions().ofPath(site.key.name(), site.provider, source);
    }
}
