package com.penguinmails.mta.schedule;

import com.penguinmails.mta.config.AutomationAction;
import com.penguinmails.mta.config.AutomationConfig;
import com.penguinmails.mta.config.LimitConfig;
import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.schedule.AutomationCodec.Kept;
import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.shape.Automation;
import com.penguinmails.mta.shape.AutomationSubject;
import com.penguinmails.mta.shape.AutomationTrigger;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out what automation rules decide: a suspension like an operator's, or a limit beside those of the configuration, for a
 * time, over restarts. What a rule triggers is logged, and told to readers of events, with the reply that did it; it ends at its
 * instant, when it is taken back, or when its rule is taken out of the configuration. For one thread.
 */
final class Automations implements AttemptObserver, FactReader {
    private static final Logger LOG = LoggerFactory.getLogger(Automations.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The end is an instant of the wall clock, which may be set meanwhile. */
    private static final long LOOK_AGAIN_MILLIS = 60_000;

    private final Parts parts;
    private final SiteTable sites;
    private final Runnable limitsChanged;
    private final Automation automation;
    private final AutomationEvents events;
    private final Map<String, InForce> inForce = new LinkedHashMap<>();

    private record InForce(Kept kept, Timer end) {}

    /** What it shares with the rest of the queue. */
    record Parts(StandingOrders orders, KeptFacts facts, CommandQueue commands, Timers timers, Clock clock) {}

    /** @param limitsChanged puts other {@link #limits} into effect */
    Automations(List<AutomationConfig> rules, Parts parts, SiteTable sites, Runnable limitsChanged) {
        automation = new Automation(rules);
        events = new AutomationEvents(parts.clock());
        this.parts = parts;
        this.sites = sites;
        this.limitsChanged = limitsChanged;
    }

    /** Goes by other rules from now on, and ends what rules have triggered that are no more. */
    void change(List<AutomationConfig> rules) {
        automation.change(rules);
        for (InForce known : List.copyOf(inForce.values())) {
            if (automation.rule(known.kept().trigger().rule()) == null) {
                end(known.kept().trigger(), "its rule was taken out");
            }
        }
    }

    /** The limits that rules have set. */
    List<LimitConfig> limits() {
        return inForce.values().stream().map(known -> known.kept().limit()).filter(Objects::nonNull).toList();
    }

    /** What rules have triggered and is in force, the eldest first. */
    List<AutomationTrigger> inForce() {
        return inForce.values().stream().map(known -> known.kept().trigger()).toList();
    }

    /** An order may be in force no more: if it was a rule's, hits count again. */
    void changed(StandingOrder order) {
        InForce known = inForce.get(order.id());
        if (known != null && !parts.orders().all().contains(order)) {
            end(known.kept().trigger(), "it was taken back");
        }
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
            if (kept.limit() != null) {
                parts.commands().add(limitsChanged);
            }
        } catch (IllegalArgumentException e) {
            LOG.error("what an automation rule has triggered cannot be read and is not in force: {}", key, e);
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
        LimitConfig limit = trigger.action() == AutomationAction.LIMIT ? limit(rule, trigger) : null;
        Kept kept = new Kept(trigger, limit);
        try {
            parts.facts().keep(AutomationCodec.PREFIX + trigger.id(), AutomationCodec.encode(kept),
                    List.of(events.triggered(trigger, words(kept))), () -> {});
            hold(kept);
            if (limit == null) {
                parts.orders().give(new Suspension(trigger.id(), trigger.selector(), trigger.sinceMillis(),
                        trigger.untilMillis(), trigger.reply(), trigger.origin()), () -> {});
            } else {
                limitsChanged.run();
            }
            LOG.warn("{} was triggered: {} for {} until {}; the receiver said: {}", trigger.origin(), words(kept),
                    trigger.selector(), Instant.ofEpochMilli(trigger.untilMillis()), trigger.reply());
        } catch (IllegalStateException e) {
            LOG.error("{} was triggered and could not be put into effect", trigger.origin(), e);
            end(trigger, "it could not be kept");
        }
    }

    private void hold(Kept kept) {
        AutomationTrigger trigger = kept.trigger();
        long wait = Math.clamp(trigger.untilMillis() - parts.clock().millis(), 0, LOOK_AGAIN_MILLIS);
        Timer end = parts.timers().at(parts.clock().nanoTime() + wait * NANOS_PER_MILLI, () -> {
            if (parts.clock().millis() < trigger.untilMillis()) {
                hold(kept);
            } else {
                end(trigger, "its time is over");
            }
        });
        inForce.put(trigger.id(), new InForce(kept, end));
    }

    private void end(AutomationTrigger trigger, String why) {
        InForce known = inForce.remove(trigger.id());
        if (known == null) {
            return;
        }
        known.end().cancel();
        parts.facts().keep(AutomationCodec.PREFIX + trigger.id(), new byte[0],
                List.of(events.ended(trigger, words(known.kept()), why)), () -> {});
        if (parts.clock().millis() < trigger.untilMillis()) {
            automation.end(trigger);
        }
        if (known.kept().limit() == null) {
            var _ = parts.orders().takeBack(StandingOrderCodec.SUSPENSION + trigger.id(), () -> {});
        } else {
            limitsChanged.run();
        }
        LOG.info("{} is no longer in force for {}: {}", trigger.origin(), trigger.selector(), why);
    }

    private static String words(Kept kept) {
        LimitConfig limit = kept.limit();
        if (limit == null) {
            return kept.trigger().action().name().toLowerCase(Locale.ROOT);
        }
        String rate = limit.rate() == null ? "" : " to " + limit.rate();
        return "limit" + rate + (limit.connections() == null ? "" : " to " + limit.connections() + " connections");
    }

    private @Nullable LimitConfig limit(AutomationConfig rule, AutomationTrigger trigger) {
        Integer percent = rule.percent();
        if (percent == null) {
            return AutomationCodec.limit(trigger, rule.rate(), rule.connections());
        }
        MailSelector mail = trigger.selector();
        long now = parts.clock().nanoTime();
        double perMinute = 0;
        int connections = 0;
        for (Site site : sites.all()) {
            for (Path path : site.paths.values()) {
                if (mail.matchesSite(site.key.name(), site.provider) && mail.matchesSource(path.source.name())) {
                    perMinute += path.gate.feedback().rate().takenPerSecond(now) * 60;
                    connections += path.gate.connections();
                }
            }
        }
        Rate rate = new Rate(Math.max(1, (long) (perMinute * percent / 100)), Duration.ofMinutes(1));
        return AutomationCodec.limit(trigger, rate, Math.max(1, connections * percent / 100));
    }
}
