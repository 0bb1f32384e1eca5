package com.penguinmails.mta.config;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Holds warm-ups against their plans and the providers, and finds all that does not fit. For one thread. */
final class WarmUpProblems {
    /** Of a source's or provider's name, so that both fit into the name of a fact in the journal. */
    private static final int LONGEST_NAME = 90;

    private final Map<String, WarmUpPlanConfig> plans;
    private final List<WarmUpConfig> warmUps;
    private final Set<String> providers;
    private final KeyProblems problems;

    WarmUpProblems(Map<String, WarmUpPlanConfig> plans, List<WarmUpConfig> warmUps, Set<String> providers,
            KeyProblems problems) {
        this.plans = plans;
        this.warmUps = warmUps;
        this.providers = new TreeSet<>(providers);
        this.problems = problems;
    }

    void check() {
        if (plans.isEmpty() && warmUps.isEmpty()) {
            return;
        }
        if (!providers.add(WarmUpConfig.OTHER)) {
            problems.add("providers." + WarmUpConfig.OTHER,
                    "has the name by which warm-up calls the sites of no provider;"
                            + " give it another");
        }
        plans.forEach(this::checkPlan);
        Map<String, Integer> sources = new HashMap<>();
        for (int i = 0; i < warmUps.size(); i++) {
            String key = "warmups[" + i + "]";
            WarmUpConfig warmUp = warmUps.get(i);
            Integer first = sources.putIfAbsent(warmUp.source(), i);
            if (first != null) {
                problems.add(key + ".source", "is that of warmups[" + first
                        + "] too; one plan warms a source, and"
                        + " [warmup_plans.NAME.curves] gives it other caps at some providers");
            }
            requireName(warmUp.source(), key + ".source");
            requireProviders(warmUp.providers(), key);
            requirePlan(warmUp, key);
        }
        if (!warmUps.isEmpty()) {
            providers.forEach(provider -> requireName(provider, "providers." + provider));
        }
    }

    private void checkPlan(String name, WarmUpPlanConfig plan) {
        String key = "warmup_plans." + name;
        plan.check(key, problems);
        plan.curves().keySet().forEach(provider -> requireProvider(provider, key + ".curves." + provider));
    }

    private void requireProviders(List<String> named, String key) {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < named.size(); i++) {
            requireProvider(named.get(i), key + ".providers[" + i + "]");
            if (!seen.add(named.get(i))) {
                problems.add(key + ".providers[" + i + "]", "names " + named.get(i) + " twice");
            }
        }
    }

    private void requirePlan(WarmUpConfig warmUp, String key) {
        WarmUpPlanConfig plan = plans.get(warmUp.plan());
        if (plan == null) {
            problems.add(key + ".plan", "names the plan " + warmUp.plan() + ", which is not there; "
                    + ConfigNames.nearest(warmUp.plan(), new TreeSet<>(plans.keySet()))
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse("add [warmup_plans." + warmUp.plan() + "]"));
            return;
        }
        requireSteps(warmUp, plan, key);
        if (warmUp.firstStep() > plan.curve().size()) {
            problems.add(key + ".step",
                    "is " + warmUp.firstStep() + ", but the plan has " + plan.curve().size() + " steps");
        }
    }

    private void requireSteps(WarmUpConfig warmUp, WarmUpPlanConfig plan, String key) {
        warmUp.steps().forEach((provider, step) -> {
            int steps = plan.curveAt(provider).size();
            requireProvider(provider, key + ".steps." + provider);
            if (step < 1 || step > steps + 1) {
                problems.add(key + ".steps." + provider, "is " + step + ", but the plan has " + steps
                        + " steps there; " + (steps + 1) + " stands for warm");
            }
        });
    }

    private void requireProvider(String name, String key) {
        if (!providers.contains(name)) {
            problems.add(key, "names the provider " + name + ", which is not there; "
                    + ConfigNames.nearest(name, providers).map(near -> "did you mean \"" + near + "\"?")
                            .orElse("add [providers." + name + "]"));
        }
    }

    private void requireName(String name, String key) {
        if (name.isEmpty() || name.length() > LONGEST_NAME || name.indexOf('/') >= 0) {
            problems.add(key, "has a name that warm-up cannot keep: take 1 to " + LONGEST_NAME
                    + " characters without a slash");
        }
    }
}
