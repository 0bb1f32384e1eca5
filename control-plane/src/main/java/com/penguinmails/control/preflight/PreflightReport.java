package com.penguinmails.control.preflight;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What was found of every rule.
 *
 * @param findings one for each rule, in the order of {@link Rule}
 */
public record PreflightReport(List<RuleFinding> findings) {

    public PreflightReport {
        findings = List.copyOf(findings);
    }

    /** {@link RuleResult#BLOCK} if one rule blocks, else {@link RuleResult#WARN} if one warns, else {@link RuleResult#PASS}. */
    public RuleResult result() {
        if (has(RuleResult.BLOCK)) {
            return RuleResult.BLOCK;
        }
        return has(RuleResult.WARN) ? RuleResult.WARN : RuleResult.PASS;
    }

    private boolean has(RuleResult result) {
        return findings.stream().anyMatch(finding -> finding.result() == result);
    }

    /** As JSON shows it. */
    public Map<String, Object> toMap() {
        var map = new LinkedHashMap<String, Object>();
        map.put("result", result().word());
        map.put("rules", findings.stream().map(PreflightReport::describe).toList());
        return map;
    }

    private static Map<String, Object> describe(RuleFinding finding) {
        var map = new LinkedHashMap<String, Object>();
        map.put("id", finding.rule().id());
        map.put("providers", finding.rule().providers().stream().map(Provider::word).toList());
        map.put("result", finding.result().word());
        map.put("found", finding.found());
        map.put("mend", finding.mend());
        map.put("source", finding.rule().source());
        return map;
    }
}
