package com.penguinmails.mta.config;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All of {@code shaping.toml}.
 *
 * @param providers groups of sites, by name
 * @param anyPath what holds for a path without a rule of its own
 * @param paths rules for paths, of which the most exact gives each value
 * @param limits limits on whatever they match; all that match hold
 * @param shares weights of tenants and of their campaigns
 * @param pools which sources share mail, by the pool's name
 * @param poolRules which pool mail leaves through; the first that matches holds
 * @param feedback how paths follow what their receivers say
 * @param automation what to do when receivers reply in some way
 * @param warmupPlans how new sources are brought into use, by the plan's name
 * @param warmups the sources that are brought into use
 */
public record ShapingConfig(Map<String, ProviderConfig> providers, PathLimitsConfig anyPath,
        List<PathRuleConfig> paths, List<LimitConfig> limits, List<ShareConfig> shares, Map<String, PoolConfig> pools,
        List<PoolRuleConfig> poolRules, FeedbackConfig feedback,
        List<AutomationConfig> automation, Map<String, WarmUpPlanConfig> warmupPlans, List<WarmUpConfig> warmups) {

    /** @throws IllegalArgumentException with all that does not fit together */
    public ShapingConfig {
        providers = InOrder.copyOf(providers);
        paths = List.copyOf(paths);
        limits = List.copyOf(limits);
        shares = List.copyOf(shares);
        pools = InOrder.copyOf(pools);
        poolRules = List.copyOf(poolRules);
        automation = List.copyOf(automation);
        warmupPlans = InOrder.copyOf(warmupPlans);
        warmups = List.copyOf(warmups);
        KeyProblems problems = new KeyProblems();
        checkPaths(paths, providers, problems);
        checkLimits(limits, providers, problems);
        checkShares(shares, problems);
        checkPoolRules(poolRules, pools, providers, problems);
        checkAutomation(automation, providers, problems);
        new WarmUpProblems(warmupPlans, warmups, providers.keySet(), problems).check();
        problems.throwIfAny();
    }

    /** The same with other pools. */
    public ShapingConfig withPools(Map<String, PoolConfig> newPools, List<PoolRuleConfig> newRules) {
        return new ShapingConfig(providers, anyPath, paths, limits, shares, newPools, newRules, feedback,
                automation, warmupPlans, warmups);
    }

    /** The same with other settings of feedback. */
    public ShapingConfig withFeedback(FeedbackConfig newFeedback) {
        return new ShapingConfig(providers, anyPath, paths, limits, shares, pools, poolRules, newFeedback, automation,
                warmupPlans, warmups);
    }

    /** The same with further limits. */
    public ShapingConfig withMoreLimits(List<LimitConfig> more) {
        List<LimitConfig> all = new ArrayList<>(limits);
        all.addAll(more);
        return new ShapingConfig(providers, anyPath, paths, all, shares, pools, poolRules, feedback, automation,
                warmupPlans, warmups);
    }

    /** The same with other shares. */
    public ShapingConfig withShares(List<ShareConfig> newShares) {
        return new ShapingConfig(providers, anyPath, paths, limits, newShares, pools, poolRules, feedback, automation,
                warmupPlans, warmups);
    }

    /** The same with other steps for warm-ups to begin at, by source and provider; what is not warmed up is left out. */
    public ShapingConfig withWarmUpSteps(Map<String, Map<String, Integer>> steps) {
        List<WarmUpConfig> begun = warmups.stream()
                .map(warmUp -> warmUp.withSteps(steps.getOrDefault(warmUp.source(), Map.of()))).toList();
        return new ShapingConfig(providers, anyPath, paths, limits, shares, pools, poolRules, feedback, automation,
                warmupPlans, begun);
    }

    /** The shipped limits without a rule. */
    public static ShapingConfig defaults() {
        return new ShapingConfig(Map.of(), PathLimitsConfig.defaults(), List.of(), List.of(), List.of(), Map.of(),
                List.of(), FeedbackConfig.defaults(), List.of(), Map.of(), List.of());
    }

    private static void checkPaths(List<PathRuleConfig> paths, Map<String, ProviderConfig> providers,
            KeyProblems problems) {
        for (int i = 0; i < paths.size(); i++) {
            requireProvider(paths.get(i).provider(), providers, "paths[" + i + "].provider", problems);
        }
    }

    private static void checkLimits(List<LimitConfig> limits, Map<String, ProviderConfig> providers,
            KeyProblems problems) {
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < limits.size(); i++) {
            requireProvider(limits.get(i).provider(), providers, "limits[" + i + "].provider", problems);
            Integer first = names.putIfAbsent(limits.get(i).name(), i);
            if (first != null) {
                problems.add("limits[" + i + "].name",
                        "is the name of limits[" + first + "] too; give it one of its own");
            }
        }
    }

    private static void checkShares(List<ShareConfig> shares, KeyProblems problems) {
        Set<List<@Nullable String>> shared = new HashSet<>();
        for (int i = 0; i < shares.size(); i++) {
            if (!shared.add(Arrays.asList(shares.get(i).tenant(), shares.get(i).campaign()))) {
                problems.add("shares[" + i + "]", "gives a weight to what has one already; keep one of the two");
            }
        }
    }

    private static void checkPoolRules(List<PoolRuleConfig> rules, Map<String, PoolConfig> pools,
            Map<String, ProviderConfig> providers, KeyProblems problems) {
        for (int i = 0; i < rules.size(); i++) {
            requireProvider(rules.get(i).provider(), providers, "pool_rules[" + i + "].provider", problems);
            String pool = rules.get(i).pool();
            if (!pools.containsKey(pool) && !pool.equals(PoolConfig.DEFAULT)) {
                problems.add("pool_rules[" + i + "].pool", "names the pool " + pool + ", which is not there; "
                        + ConfigNames.nearest(pool, new TreeSet<>(pools.keySet()))
                                .map(near -> "did you mean \"" + near + "\"?").orElse("add [pools." + pool + "]"));
            }
        }
    }

    private static void checkAutomation(List<AutomationConfig> rules, Map<String, ProviderConfig> providers,
            KeyProblems problems) {
        Map<String, Integer> names = new HashMap<>();
        for (int i = 0; i < rules.size(); i++) {
            requireProvider(rules.get(i).provider(), providers, "automation[" + i + "].provider", problems);
            Integer first = names.putIfAbsent(rules.get(i).name(), i);
            if (first != null) {
                problems.add("automation[" + i + "].name",
                        "is the name of automation[" + first + "] too; give it one of its own");
            }
        }
    }

    private static void requireProvider(@Nullable String name, Map<String, ProviderConfig> providers, String key,
            KeyProblems problems) {
        if (name != null && !providers.containsKey(name)) {
            Set<String> known = new TreeSet<>(providers.keySet());
            problems.add(key, "names the provider " + name + ", which is not there; "
                    + ConfigNames.nearest(name, known).map(near -> "did you mean \"" + near + "\"?")
                            .orElse("add [providers." + name + "]"));
        }
    }
}
