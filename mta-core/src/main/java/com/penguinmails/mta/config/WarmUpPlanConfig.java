package com.penguinmails.mta.config;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a new egress source is brought into use at a provider: step by step, with a cap on the messages of each.
 *
 * @param curve the cap of each step, never falling; after the last the source is warm
 * @param curves of single providers, by their names
 * @param hold from which rates on the plan stays on its step, or null for the defaults; so is every value that is left out
 * @param retreat from which rates on it goes a step back
 * @param leastAttempts fewer say nothing, unless the cap itself is smaller; null for the default
 * @param advanceAt the share of a cap that must have been used before the plan goes on; null for the default
 * @param stepLength how long a step lasts, counted from midnight UTC; null for the default, a day
 */
public record WarmUpPlanConfig(List<Integer> curve, Map<String, List<Integer>> curves,
        @Nullable WarmUpThresholdsConfig hold, @Nullable WarmUpThresholdsConfig retreat,
        @Between({
                "1", "1000000"}) @Nullable Integer leastAttempts,
        @Nullable Percent advanceAt,
        @Between({"1s", "1d"}) @Nullable Duration stepLength) {

    private static final int MOST_STEPS = 1_000;
    private static final int LEAST_ATTEMPTS = 100;
    private static final Percent ADVANCE_AT = Percent.of(50);
    private static final Duration DAY = Duration.ofDays(1);

    public WarmUpPlanConfig {
        curve = List.copyOf(curve);
        Map<String, List<Integer>> copy = new LinkedHashMap<>();
        curves.forEach((provider, own) -> copy.put(provider, List.copyOf(own)));
        curves = InOrder.copyOf(copy);
    }

    /** The caps at a provider. */
    public List<Integer> curveAt(String provider) {
        return curves.getOrDefault(provider, curve);
    }

    /** From which rates on it stays where it is, every one given. */
    public WarmUpThresholdsConfig holds() {
        return hold == null ? WarmUpThresholdsConfig.HOLD : hold.orElse(WarmUpThresholdsConfig.HOLD);
    }

    /** From which rates on it goes back, every one given. */
    public WarmUpThresholdsConfig retreats() {
        return retreat == null ? WarmUpThresholdsConfig.RETREAT : retreat.orElse(WarmUpThresholdsConfig.RETREAT);
    }

    /** Fewer attempts say nothing. */
    public int attemptsNeeded() {
        return Objects.requireNonNullElse(leastAttempts, LEAST_ATTEMPTS);
    }

    /** The share of a cap that must have been used. */
    public Percent useNeeded() {
        return Objects.requireNonNullElse(advanceAt, ADVANCE_AT);
    }

    /** How long a step lasts. */
    public Duration step() {
        return Objects.requireNonNullElse(stepLength, DAY);
    }

    /** All that is wrong with it by itself. */
    void check(String key, KeyProblems problems) {
        checkCurve(curve, key + ".curve", problems);
        curves.forEach((provider, own) -> checkCurve(own, key + ".curves." + provider, problems));
        checkThreshold(holds().deferrals(), retreats().deferrals(), key, "deferrals", problems);
        checkThreshold(holds().blocks(), retreats().blocks(), key, "blocks", problems);
        checkThreshold(holds().complaints(), retreats().complaints(), key, "complaints", problems);
        if (DAY.toMillis() % step().toMillis() != 0) {
            problems.add(key + ".step_length", "does not divide a day, so that steps would not begin at midnight UTC;"
                    + " take one such as \"1d\", \"12h\" or \"1h\"");
        }
    }

    private static void checkCurve(List<Integer> caps, String key, KeyProblems problems) {
        if (caps.isEmpty() || caps.size() > MOST_STEPS) {
            problems.add(key, "has 1 to " + MOST_STEPS + " steps, as in [50, 100, 200, 400], not " + caps.size());
            return;
        }
        for (int i = 0; i < caps.size(); i++) {
            if (caps.get(i) < 1) {
                problems.add(key + "[" + i + "]", "must be at least 1");
            } else if (i > 0 && caps.get(i) < caps.get(i - 1)) {
                problems.add(key + "[" + i + "]", "falls from " + caps.get(i - 1) + " to " + caps.get(i)
                        + "; a curve never falls, what goes back is decided by the rates");
            }
        }
    }

    private static void checkThreshold(@Nullable Percent hold, @Nullable Percent retreat, String key, String name,
            KeyProblems problems) {
        if (hold == null || retreat == null) {
            return;
        }
        if (hold.thousandths() == 0) {
            problems.add(key + ".hold." + name, "is always reached; take more than 0%");
        }
        if (hold.thousandths() > retreat.thousandths()) {
            problems.add(key + ".hold." + name,
                    "is " + hold + ", above that of retreat, " + retreat + ": the plan would never hold");
        }
    }
}
