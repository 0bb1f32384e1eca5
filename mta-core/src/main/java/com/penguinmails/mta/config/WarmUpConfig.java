package com.penguinmails.mta.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An egress source that is brought into use by a plan.
 *
 * @param source the egress source
 * @param plan the plan's name
 * @param providers where it is warmed, or empty for everywhere: every provider by itself, and together, as {@value #OTHER}, the
 *     sites of no provider
 * @param step the step to begin at, or null for the first
 */
public record WarmUpConfig(String source, String plan, List<String> providers,
        @Between({
                "1", "1000"}) @Nullable Integer step) {
    /** What stands for all sites of no provider together. */
    public static final String OTHER = "other";

    public WarmUpConfig {
        providers = List.copyOf(providers);
    }

    /** The step to begin at. */
    public int firstStep() {
        return step == null ? 1 : step;
    }
}
