package com.penguinmails.mta.config;

import java.util.List;
import java.util.Map;

/**
 * All of {@code shaping.toml}: limits by path and by queue, the first to apply being the most specific.
 *
 * @param anyPath what holds for a path without a rule of its own
 * @param paths rules for paths
 * @param queues rules for queues
 * @param pools which sources share mail, by the pool's name
 * @param poolRules which pool mail leaves through; the first that matches holds
 */
public record ShapingConfig(PathLimitsConfig anyPath, List<PathRuleConfig> paths, List<QueueRuleConfig> queues,
        Map<String, PoolConfig> pools, List<PoolRuleConfig> poolRules) {

    public ShapingConfig {
        paths = List.copyOf(paths);
        queues = List.copyOf(queues);
        pools = Map.copyOf(pools);
        poolRules = List.copyOf(poolRules);
    }

    /** Limits alone: all mail leaves through the default pool. */
    public ShapingConfig(PathLimitsConfig anyPath, List<PathRuleConfig> paths, List<QueueRuleConfig> queues) {
        this(anyPath, paths, queues, Map.of(), List.of());
    }

    /** The same with other pools. */
    public ShapingConfig withPools(Map<String, PoolConfig> newPools, List<PoolRuleConfig> newRules) {
        return new ShapingConfig(anyPath, paths, queues, newPools, newRules);
    }

    /** The shipped limits without a rule. */
    public static ShapingConfig defaults() {
        return new ShapingConfig(PathLimitsConfig.defaults(), List.of(), List.of());
    }
}
