package com.penguinmails.mta.shape;

import com.penguinmails.mta.config.AutomationAction;
import com.penguinmails.mta.config.AutomationConfig;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.outcome.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides from receivers' replies when a rule is triggered, for which mail and until when. The law:
 *
 * <ul>
 * <li>A rule counts the replies that match it apart for each mail that it would concern: {@code 3 hits at path level} are three
 * from one path.
 * <li>As many hits as it needs within its time trigger it; the hits are used up by that.
 * <li>While it is in force for some mail, further hits of that mail count nothing: they are of what was under way.
 * <li>{@code back_off} that is triggered again no later than its last time after it ended lasts twice as long as the last time, up
 * to {@value #MOST_BACK_OFF} times the rule's own; else it begins anew.
 * <li>What was triggered ends at its instant, or when it is taken back.
 * </ul>
 *
 * <p>At most {@value #MOST_COUNTERS} counters are kept for a rule, of those that had a hit last. For one thread.
 */
public final class Automation {
    private static final int MOST_COUNTERS = 10_000;
    private static final int MOST_BACK_OFF = 16;

    private List<Rule> rules;

    private static final class Rule {
        private final AutomationConfig config;
        private final ReplyPattern pattern;
        private final Map<MailSelector, ArrayDeque<Long>> hits = new LinkedHashMap<>();
        private final Map<MailSelector, Last> last = new LinkedHashMap<>();

        Rule(AutomationConfig config) {
            this.config = config;
            pattern = new ReplyPattern(config);
        }
    }

    /** What was triggered last for some mail; once it is over it stays so, whatever the clock is set to. */
    private record Last(AutomationTrigger trigger, boolean over) {
        boolean isInForce(long nowMillis) {
            return !over && nowMillis < trigger.untilMillis();
        }
    }

    public Automation(List<AutomationConfig> config) {
        rules = config.stream().map(Rule::new).toList();
    }

    /** Goes by other rules from now on; one that is as before keeps its counts and what it has triggered. */
    public void change(List<AutomationConfig> config) {
        List<Rule> before = rules;
        rules = config.stream().map(rule -> before.stream().filter(known -> known.config.equals(rule)).findFirst()
                .orElseGet(() -> new Rule(rule))).toList();
    }

    /** Whether there is no rule, so that nothing need be told. */
    public boolean isEmpty() {
        return rules.isEmpty();
    }

    /** A receiver's reply; returns what it triggers now. */
    public List<AutomationTrigger> observe(AutomationSubject subject, Outcome outcome, long nowMillis) {
        List<AutomationTrigger> triggers = new ArrayList<>();
        for (Rule rule : rules) {
            MailSelector mail = subject.matches(rule.config) && rule.pattern.matches(outcome)
                    ? subject.at(rule.config.level(), rule.config.action())
                    : null;
            if (mail != null && isHitEnough(rule, mail, nowMillis)) {
                triggers.add(trigger(rule, mail, outcome.status().diagnostic(), nowMillis));
            }
        }
        return triggers;
    }

    /** Takes back in what was triggered before a restart. */
    public void restore(AutomationTrigger trigger) {
        for (Rule rule : rules) {
            if (rule.config.name().equals(trigger.rule())) {
                rule.last.put(trigger.selector(), new Last(trigger, false));
            }
        }
    }

    /** What was triggered is no longer in force, before its time. */
    public void end(AutomationTrigger trigger) {
        for (Rule rule : rules) {
            if (rule.config.name().equals(trigger.rule())) {
                rule.last.remove(trigger.selector(), new Last(trigger, false));
            }
        }
    }

    /** The time of what was triggered is over, also if the clock is set back after that. */
    public void over(AutomationTrigger trigger) {
        for (Rule rule : rules) {
            if (rule.config.name().equals(trigger.rule())) {
                var _ = rule.last.replace(trigger.selector(), new Last(trigger, false), new Last(trigger, true));
            }
        }
    }

    private static boolean isHitEnough(Rule rule, MailSelector mail, long nowMillis) {
        Last last = rule.last.get(mail);
        if (last != null && last.isInForce(nowMillis)) {
            return false;
        }
        int needed = rule.config.hitsNeeded();
        if (needed == 1) {
            return true;
        }
        // Put at the end again: the first is the one without a hit for the longest time.
        ArrayDeque<Long> hits = rule.hits.remove(mail);
        hits = hits == null ? new ArrayDeque<>() : hits;
        hits.addLast(nowMillis);
        while (nowMillis - hits.getFirst() > rule.config.withinMillis()) {
            hits.removeFirst();
        }
        if (hits.size() >= needed) {
            return true;
        }
        rule.hits.put(mail, hits);
        dropEldest(rule.hits);
        return false;
    }

    private static AutomationTrigger trigger(Rule rule, MailSelector mail, String reply, long nowMillis) {
        Last known = rule.last.get(mail);
        AutomationTrigger last = known == null ? null : known.trigger();
        long lasts = rule.config.lasts().toMillis();
        if (last != null && rule.config.action() == AutomationAction.BACK_OFF) {
            long before = last.untilMillis() - last.sinceMillis();
            boolean again = nowMillis - last.untilMillis() <= before;
            lasts = again ? Math.min(before * 2, lasts * MOST_BACK_OFF) : lasts;
        }
        AutomationTrigger trigger = new AutomationTrigger(rule.config.name(), rule.config.action(), mail, nowMillis,
                nowMillis + lasts, reply);
        rule.last.put(mail, new Last(trigger, false));
        dropEldest(rule.last);
        return trigger;
    }

    private static <V> void dropEldest(Map<MailSelector, V> map) {
        if (map.size() > MOST_COUNTERS) {
            @Nullable
            MailSelector eldest = map.keySet().iterator().next();
            map.remove(eldest);
        }
    }

    /** The rule of that name, or null. */
    public @Nullable AutomationConfig rule(String name) {
        return rules.stream().map(rule -> rule.config).filter(config -> config.name().equals(name)).findFirst()
                .orElse(null);
    }
}
