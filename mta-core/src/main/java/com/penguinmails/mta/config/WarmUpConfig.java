package com.penguinmails.mta.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An egress source that is brought into use by a plan.
 *
 * @param source the egress source
 * @param plan the plan's name
 * @param providers where it is warmed, or empty for everywhere: every provider by itself, and together, as {@value #OTHER}, the
 *     sites of no provider
 * @param step the step to begin at, or null for the first
 * @param steps the step to begin at, at single providers; one more than the plan has there: it is warm
 */
public record WarmUpConfig(String source, String plan, List<String> providers,
        @Between({
                "1", "1000"}) @Nullable Integer step,
        Map<String, Integer> steps) {
    /** What stands for all sites of no provider together. */
    public static final String OTHER = "other";

    public WarmUpConfig {
        providers = List.copyOf(providers);
        steps = InOrder.copyOf(steps);
    }

    /** The step to begin at where {@link #steps} says nothing. */
    public int firstStep() {
        return step == null ? 1 : step;
    }

    /** The step to begin at, at a provider. */
    public int firstStep(String provider) {
        return steps.getOrDefault(provider, firstStep());
    }

    /** Whether it is warmed at that provider, or at {@value #OTHER}. */
    public boolean isAt(String provider) {
        return providers.isEmpty() || providers.contains(provider);
    }

    /** The same with other steps to begin at, at some providers. */
    WarmUpConfig withSteps(Map<String, Integer> more) {
        Map<String, Integer> all = new HashMap<>(steps);
        all.putAll(more);
        return new WarmUpConfig(source, plan, providers, step, all);
    }
}
