package com.penguinmails.mta.config;

import java.util.List;

/**
 * All of {@code shaping.toml}: limits by path and by queue, the first to apply being the most specific.
 *
 * @param anyPath what holds for a path without a rule of its own
 * @param paths rules for paths
 * @param queues rules for queues
 */
public record ShapingConfig(PathLimitsConfig anyPath, List<PathRuleConfig> paths, List<QueueRuleConfig> queues) {

    public ShapingConfig {
        paths = List.copyOf(paths);
        queues = List.copyOf(queues);
    }

    /** The shipped limits without a rule. */
    public static ShapingConfig defaults() {
        return new ShapingConfig(PathLimitsConfig.defaults(), List.of(), List.of());
    }
}
