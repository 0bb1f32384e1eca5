package com.penguinmails.mta.simulate;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.WarmUpConfig;
import com.penguinmails.mta.config.WarmUpPlanConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Reads the state of warm-ups that a simulation begins with: the step of each source at each provider. Stateless. */
final class WarmUpSteps {
    private static final String MEMBER = "warm_up";

    private WarmUpSteps() {}

    /** The rules with the steps of the input; what is wrong with them is noted. */
    static ShapingConfig read(InputFields fields, ShapingConfig shaping) {
        JsonNode node = fields.node(MEMBER);
        if (node == null) {
            return shaping;
        }
        InputFields sources = fields.object(MEMBER, node);
        Map<String, Map<String, Integer>> steps = new HashMap<>();
        for (var entry : node.properties()) {
            WarmUpConfig warmUp = shaping.warmups().stream()
                    .filter(each -> each.source().equals(entry.getKey())).findFirst().orElse(null);
            WarmUpPlanConfig plan = warmUp == null ? null : shaping.warmupPlans().get(warmUp.plan());
            if (plan == null) {
                sources.problem(entry.getKey(), "is not warmed up; add it to [[warmups]] of the rules");
            } else {
                steps.put(entry.getKey(), steps(sources.object(entry.getKey(), entry.getValue()), entry.getValue(),
                        plan, shaping));
            }
        }
        return shaping.withWarmUpSteps(steps);
    }

    private static Map<String, Integer> steps(InputFields named, JsonNode node, WarmUpPlanConfig plan,
            ShapingConfig shaping) {
        Set<String> known = new TreeSet<>(shaping.providers().keySet());
        known.add(WarmUpConfig.OTHER);
        named.allowOnly(known.toArray(String[]::new));
        Map<String, Integer> steps = new HashMap<>();
        for (var entry : node.properties()) {
            String provider = entry.getKey();
            if (known.contains(provider)) {
                steps.put(provider, (int) named.number(provider, 1, plan.curveAt(provider).size() + 1L, 1));
            }
        }
        return steps;
    }
}
