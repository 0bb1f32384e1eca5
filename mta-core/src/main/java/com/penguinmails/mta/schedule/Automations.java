package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.AutomationAction;
import com.penguinmails.mta.config.AutomationConfig;
import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.schedule.AutomationCodec.Kept;
import com.penguinmails.mta.shape.Automation;
import com.penguinmails.mta.shape.AutomationSubject;
import com.penguinmails.mta.shape.AutomationTrigger;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what automation rules decide: a suspension like an operator's, or a limit beside those of the configuration, for a
 * time, over restarts. What a rule triggers is logged, and told to readers of events, with the reply that did it; it ends at its
 * instant, when it is taken back, or when its rule is taken out of the configuration.
 *
 * <p>The law of a suspension: it holds from the instant at which its rule is triggered. It is on disk before readers are told of the
 * trigger, and off the disk before they are told of the end. Whatever a crash comes between, {@link #goOn} tells after the next
 * start, once. For one thread.
 */
final class Automations implements AttemptObserver, FactReader {
    private static final Logger LOG = LoggerFactory.getLogger(Automations.class);
    private static final String RULE_IS_GONE = "its rule was taken out";

    private final Parts parts;
    private final AutomationLimits limits;
    private final Runnable limitsChanged;
    private final Automation automation;
    private final AutomationEvents events;
    private final Map<String, Kept> inForce = new LinkedHashMap<>();
    /** Suspensions that are over, by the names of their triggers, until that is on disk. */
    private final Map<String, Ending> ending = new HashMap<>();
    /** Why suspensions are taken back just now, if it is done here. */
    private String cause = "";
    /** When the first limit ends. */
    private long nextEndMillis = Long.MAX_VALUE;

    private record Ending(Kept kept, String why) {}

    /** What it shares with the rest of the queue. */
    record Parts(StandingOrders orders, KeptFacts facts, CommandQueue commands, Clock clock) {}

    /** @param limitsChanged puts other {@link #limits} into effect */
    Automations(List<AutomationConfig> rules, Parts parts, SiteTable sites, Runnable limitsChanged) {
        automation = new Automation(rules);
        events = new AutomationEvents(parts.clock());
        this.parts = parts;
        limits = new AutomationLimits(sites, parts.clock());
        this.limitsChanged = limitsChanged;
        parts.commands().add(this::goOn);
    }

    /** Goes by other rules from now on, and ends what rules have triggered that are no more. */
    void change(List<AutomationConfig> rules) {
        automation.change(rules);
        endWithoutRule();
    }

    private void endWithoutRule() {
        for (Kept known : List.copyOf(inForce.values())) {
            if (automation.rule(known.trigger().rule()) == null) {
                end(known, RULE_IS_GONE);
            }
        }
    }

    /** The limits that rules have set. */
    List<LimitConfig> limits() {
        return inForce.values().stream().map(Kept::limit).filter(Objects::nonNull).toList();
    }

    /** What rules have triggered and is in force, the eldest first. */
    List<AutomationTrigger> inForce() {
        return inForce.values().stream().map(Kept::trigger).toList();
    }

    /** An order may be in force no more: if it was a rule's, hits count again. */
    void changed(StandingOrder order) {
        Kept known = parts.orders().isInForce(order) ? null : inForce.remove(order.id());
        if (known != null) {
            var _ = ending.put(order.id(), new Ending(known, over(known, cause)));
        }
    }

    /** An order that was taken back would not come back after a crash. */
    void gone(StandingOrder order) {
        Ending ended = ending.remove(order.id());
        if (ended != null) {
            forget(ended.kept(), ended.why());
        }
    }

    /** When the next limit ends, in milliseconds since 1970; {@link Long#MAX_VALUE} if there is none. */
    long nextEndMillis() {
        return nextEndMillis;
    }

    /** Ends limits whose instant on the wall clock has come, whatever that clock was set to meanwhile; returns how many. */
    int work() {
        if (parts.clock().millis() < nextEndMillis) {
            return 0;
        }
        List<Kept> ended = inForce.values().stream().filter(known -> known.limit() != null
                && known.trigger().untilMillis() <= parts.clock().millis()).toList();
        ended.forEach(known -> endLimit(known, ""));
        limitsChanged.run();
        return ended.size();
    }

    @Override
    public void attempted(Path path, QueueKey queue, Outcome outcome, long beganNanos) {
        if (!automation.isEmpty() && !(outcome instanceof Outcome.Delivered)) {
            observe(path, queue.tenant(), queue.campaign(), queue.domain(), outcome);
        }
    }

    @Override
    public void notOpened(Path path, Outcome outcome, FailureScope scope) {
        if (!automation.isEmpty()) {
            observe(path, "", "", "", outcome);
        }
    }

    @Override
    public String prefix() {
        return AutomationCodec.PREFIX;
    }

    @Override
    public void restore(String key, byte[] value) {
        try {
            Kept kept = AutomationCodec.decode(value);
            automation.restore(kept.trigger());
            hold(kept);
        } catch (IllegalArgumentException e) {
            LOG.error("what an automation rule has triggered cannot be read and is not in force: {}", key, e);
        }
    }

    /** After all was read back: a crash may have left a suspension without its trigger, or a trigger without its suspension. */
    private void goOn() {
        for (Suspension suspension : parts.orders().suspensions().all()) {
            if (AutomationTrigger.isOrigin(suspension.origin()) && !inForce.containsKey(suspension.id())) {
                goOnWith(suspension);
            }
        }
        for (Kept known : List.copyOf(inForce.values())) {
            if (known.limit() == null && !parts.orders().isInForce(suspension(known.trigger()))) {
                var _ = inForce.remove(known.trigger().id());
                forget(known, over(known, ""));
            }
        }
        endWithoutRule();
        if (nextEndMillis != Long.MAX_VALUE) {
            limitsChanged.run();
        }
    }

    private void goOnWith(Suspension suspension) {
        String name = AutomationTrigger.ruleOf(suspension.origin());
        AutomationConfig rule = automation.rule(name);
        AutomationAction action = rule == null ? AutomationAction.SUSPEND : rule.action();
        var trigger = new AutomationTrigger(name, action, suspension.selector(), suspension.sinceMillis(),
                suspension.untilMillis(), suspension.reason());
        if (trigger.id().equals(suspension.id())) {
            automation.restore(trigger);
            hold(new Kept(trigger, null));
            keep(new Kept(trigger, null));
        }
    }

    /** Nothing is moved while an outcome is being recorded; what is triggered takes effect right after. */
    private void observe(Path path, String tenant, String campaign, String domain, Outcome outcome) {
        Site site = path.site;
        AutomationSubject subject = new AutomationSubject(tenant, campaign, domain, site.key.name(), site.provider,
                path.source.name(), site.plan.hosts().stream().map(RemoteHost::name).toList());
        for (AutomationTrigger trigger : automation.observe(subject, outcome, parts.clock().millis())) {
            parts.commands().add(() -> begin(trigger));
        }
    }

    private void begin(AutomationTrigger trigger) {
        AutomationConfig rule = automation.rule(trigger.rule());
        if (rule == null) {
            return;
        }
        LimitConfig limit = trigger.action() == AutomationAction.LIMIT ? limits.of(rule, trigger) : null;
        Kept kept = new Kept(trigger, limit);
        LOG.warn("{} was triggered: {} for {} until {}; the receiver said: {}", trigger.origin(),
                AutomationEvents.words(kept),
                trigger.selector(), Instant.ofEpochMilli(trigger.untilMillis()), trigger.reply());
        hold(kept);
        if (limit == null) {
            suspend(kept);
        } else {
            limitsChanged.run();
            keep(kept);
        }
    }

    private void suspend(Kept kept) {
        try {
            parts.orders().give(suspension(kept.trigger()), () -> keep(kept));
        } catch (IllegalStateException e) {
            LOG.error("{} could not be put into effect", kept.trigger().origin(), e);
            var _ = inForce.remove(kept.trigger().id());
            automation.end(kept.trigger());
        }
    }

    private static Suspension suspension(AutomationTrigger trigger) {
        return new Suspension(trigger.id(), trigger.selector(), trigger.sinceMillis(), trigger.untilMillis(),
                trigger.reply(), trigger.origin());
    }

    private void hold(Kept kept) {
        inForce.put(kept.trigger().id(), kept);
        lookForNextEnd();
    }

    private void lookForNextEnd() {
        nextEndMillis = inForce.values().stream().filter(known -> known.limit() != null)
                .mapToLong(known -> known.trigger().untilMillis()).min().orElse(Long.MAX_VALUE);
    }

    /** Tells readers, and keeps it over restarts. */
    private void keep(Kept kept) {
        AutomationTrigger trigger = kept.trigger();
        try {
            parts.facts().keep(AutomationCodec.PREFIX + trigger.id(), AutomationCodec.encode(kept),
                    List.of(events.triggered(kept)), () -> {});
        } catch (IllegalStateException e) {
            LOG.error("{} was triggered and that cannot be kept; it ends at once", trigger.origin(), e);
            end(kept, "it could not be kept");
        }
    }

    private void forget(Kept kept, String why) {
        AutomationTrigger trigger = kept.trigger();
        parts.facts().keep(AutomationCodec.PREFIX + trigger.id(), new byte[0],
                List.of(events.ended(kept, why)), () -> {});
    }

    /** @param why empty: as {@link #over} says */
    private void end(Kept known, String why) {
        AutomationTrigger trigger = known.trigger();
        if (known.limit() == null) {
            cause = why;
            var _ = parts.orders().takeBack(StandingOrderCodec.SUSPENSION + trigger.id(), () -> {});
            cause = "";
        } else {
            endLimit(known, why);
            limitsChanged.run();
        }
    }

    private void endLimit(Kept known, String why) {
        if (inForce.remove(known.trigger().id()) != null) {
            forget(known, over(known, why));
            lookForNextEnd();
        }
    }

    /** It is in force no more, whether or not that is on disk; returns why. */
    private String over(Kept known, String why) {
        AutomationTrigger trigger = known.trigger();
        boolean early = parts.clock().millis() < trigger.untilMillis();
        if (early) {
            automation.end(trigger);
        } else {
            automation.over(trigger);
        }
        String reason = !why.isEmpty() ? why : early ? "it was taken back" : "its time is over";
        LOG.info("{} is no longer in force for {}: {}", trigger.origin(), trigger.selector(), reason);
        return reason;
    }
}
