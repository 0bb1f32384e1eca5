package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.connect.LocalEndpoint;
import com.penguinmails.mta.shape.PathLimits;
import com.penguinmails.mta.shape.SourcePools;
import java.util.List;

/**
 * The rules that hold for all mail: as configured, and what automation rules limit besides. A change holds at once, for all that is
 * queued too. For one thread.
 */
final class ShapingInForce {
    private final Parts parts;
    private final List<LocalEndpoint> sources;
    /** As configured; what rules limit besides is not in it. */
    private ShapingConfig configured;

    /** What holds mail by the rules. */
    record Parts(LimitTable limits, QueueTable queues, SiteTable sites, QueueGates gates, Dispatcher dispatcher,
            Automations automations, WarmUps warmUps) {}

    ShapingInForce(ShapingConfig configured, List<LocalEndpoint> sources, Parts parts) {
        this.configured = configured;
        this.sources = sources;
        this.parts = parts;
    }

    /** Other rules than before. */
    void reload(ShapingConfig newShaping) {
        configured = newShaping;
        parts.automations().change(newShaping.automation());
        // What was prepared is given back to the steps that it was picked in.
        parts.dispatcher().abandonPrepared(_ -> true);
        parts.warmUps().change(newShaping);
        apply();
    }

    /** Holds what is configured and what automation rules limit now. */
    void apply() {
        ShapingConfig now = configured.withMoreLimits(parts.automations().limits());
        SourcePools pools = new SourcePools(now, sources);
        // What was prepared under the old limits holds no token of the new ones.
        parts.dispatcher().abandonPrepared(_ -> true);
        List<DomainQueue> standing = parts.queues().all().stream()
                .filter(queue -> queue.phase != DomainQueue.Phase.DRAINING).toList();
        standing.forEach(parts.gates()::leave);
        parts.limits().change(now);
        parts.queues().applyLimits();
        parts.sites().change(new PathLimits(now), pools);
        standing.forEach(parts.gates()::admit);
    }
}
