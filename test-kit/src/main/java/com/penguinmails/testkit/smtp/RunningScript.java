package com.penguinmails.testkit.smtp;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A script with what its rules have counted. Thread-safe. */
final class RunningScript {
    private final Map<Stage, List<ArmedRule>> rules = new EnumMap<>(Stage.class);
    private final boolean wellKnownLocalParts;
    private final ArmedRule greylist;

    RunningScript(Script script, InstantSource clock) {
        for (Rule rule : script.rules()) {
            rules.computeIfAbsent(rule.stage(), _ -> new ArrayList<>()).add(new ArmedRule(rule, clock));
        }
        this.wellKnownLocalParts = script.wellKnownLocalParts();
        this.greylist = new ArmedRule(new Rule(Stage.RCPT, AddressPattern.ANY, AddressPattern.ANY,
                new Occasion.Greylist(1, Duration.ZERO), WellKnownLocalParts.GREYLISTED), clock);
    }

    Verdict judge(Stage stage, Situation situation, List<String> recipients) {
        Verdict verdict = Verdict.PASS;
        for (ArmedRule rule : rules.getOrDefault(stage, List.of())) {
            if (rule.fires(situation, recipients)) {
                verdict = verdict.with(rule.action());
                if (verdict.action() != null) {
                    return verdict;
                }
            }
        }
        Action known = wellKnownLocalParts ? wellKnown(stage, situation, recipients) : null;
        return known == null ? verdict : verdict.with(known);
    }

    private @Nullable Action wellKnown(Stage stage, Situation situation, List<String> recipients) {
        if (stage != Stage.RCPT && stage != Stage.END_OF_DATA) {
            return null;
        }
        for (String recipient : recipients) {
            Action action = WellKnownLocalParts.action(stage, recipient);
            if (action != null
                    && (!action.equals(WellKnownLocalParts.GREYLISTED) || greylist.fires(situation, recipients))) {
                return action;
            }
        }
        return null;
    }
}
