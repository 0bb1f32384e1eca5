package com.penguinmails.system.simulation;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.schedule.Blocker;
import com.penguinmails.mta.shape.AutomationTrigger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The laws of automation rules. What receivers say triggers them; what a rule has triggered is told once when that is on disk, holds
 * from then on until its end, over crashes, and is told once more when it is over, for a reason. For one thread.
 */
final class Triggers {
    /** For the disk. */
    private static final long LATE_MILLIS = 250;
    private static final int MOST_REPORTED = 10_000;

    private final World world;
    private final Laws laws;
    private final List<Trigger> triggers = new ArrayList<>();
    /** What receivers have said, and nobody was told that it had an effect. */
    private final List<Hit> hits = new ArrayList<>();

    private record Hit(ReplyRules.Rule rule, MailSelector path) {}

    Triggers(World world, Laws laws) {
        this.world = world;
        this.laws = laws;
    }

    // What receivers say.

    /** A receiver has refused mail. */
    void heard(Place place, Reply reply) {
        for (ReplyRules.Rule rule : laws.rules().replies().all()) {
            var path = new MailSelector(null, null, null, null, place.site(), null, place.source());
            boolean known = triggers.stream().anyMatch(trigger -> trigger.isOf(rule.name(), path));
            if (!known && rule.isTriggeredAtOnce(reply)) {
                hits.add(new Hit(rule, path));
            }
        }
    }

    // What events tell.

    void published(DeliveryEvent event) {
        EventDetail detail = Objects.requireNonNull(event.detail());
        String rule = Objects.requireNonNull(detail.reason());
        String provider = detail.site() == null ? Rules.PROVIDER : null;
        var selector = new MailSelector(null, null, null, null, detail.site(), provider, detail.source());
        if (event.type() == EventType.AUTOMATION_TRIGGERED) {
            triggered(rule, selector, detail.releaseMillis());
        } else {
            ended(rule, selector);
        }
    }

    private void triggered(String name, MailSelector selector, long untilMillis) {
        boolean known = triggers.stream()
                .anyMatch(other -> other.isOf(name, selector) && other.untilMillis == untilMillis);
        laws.require(!known || laws.wentBack(), "what a rule triggers is told once", name, selector);
        ReplyRules.Rule rule = laws.rules().replies().find(name);
        var trigger = new Trigger(name, rule, selector, untilMillis);
        trigger.mayBeOver = rule == null || laws.orders().mayHaveResumed(selector);
        triggers.add(trigger);
        hits.removeIf(hit -> hit.rule().name().equals(name) && hit.path().equals(selector));
    }

    private void ended(String rule, MailSelector selector) {
        Trigger first = triggers.stream().filter(known -> known.isOf(rule, selector)).findFirst().orElse(null);
        laws.require(first != null, "what a rule has triggered is over once", rule, selector);
        Trigger over = Objects.requireNonNull(first);
        laws.require(!over.isInForce(world.millis()), "what a rule has triggered lasts until its end", over);
        triggers.remove(over);
    }

    // What may end it before its time.

    /** Somebody asks that mail is let go. */
    void resumeAsked(MailSelector wanted) {
        triggers.stream().filter(trigger -> trigger.suspends() && Orders.covers(wanted, trigger.selector))
                .forEach(trigger -> trigger.mayBeOver = true);
    }

    void jumped(long beforeMillis) {
        triggers.stream().filter(trigger -> beforeMillis >= trigger.untilMillis)
                .forEach(trigger -> trigger.mayBeOver = true);
    }

    /** Other rules than before hold, or none. */
    void holdTo(ReplyRules rules) {
        if (rules.all().isEmpty()) {
            hits.clear();
            triggers.forEach(trigger -> trigger.mayBeOver = true);
        }
    }

    /** The node died: what had not come to the disk is lost, and its connections are gone. */
    void died() {
        hits.clear();
        triggers.forEach(trigger -> trigger.links.clear());
    }

    // What holds.

    void opens(Link link) {
        for (Trigger trigger : triggers) {
            if (trigger.isInForce(world.millis()) && trigger.covers(link.place)) {
                String broken = trigger.opens(link);
                laws.require(broken.isEmpty(), "what a rule limits is never exceeded", broken);
            }
        }
    }

    void closed(Link link) {
        triggers.forEach(trigger -> trigger.links.remove(link));
    }

    void begins(Place place, int recipients) {
        for (Trigger trigger : triggers) {
            if (trigger.isInForce(world.millis()) && trigger.covers(place)) {
                laws.require(!trigger.suspends(), "what a rule suspends is not sent", place, trigger);
                String broken = trigger.begins(recipients, world.nanoTime());
                laws.require(broken.isEmpty(), "what a rule limits is never exceeded", broken);
            }
        }
    }

    /** Whether the suspension that holds mail is a rule's. */
    boolean mayHold(Blocker suspension) {
        return triggers.stream()
                .anyMatch(trigger -> trigger.suspends() && trigger.untilMillis == suspension.releaseMillis());
    }

    /** Whether something that may be in force stops mail from that source. */
    boolean mayStop(String source) {
        return triggers.stream().anyMatch(trigger -> trigger.selector.matchesSource(source));
    }

    /** When nothing is on its way the node knows of each what its readers know. */
    void check(Node node) {
        if (triggers.isEmpty() && laws.rules().replies().all().isEmpty()) {
            return;
        }
        var answer = node.queue().automations(MOST_REPORTED).toCompletableFuture();
        node.answer();
        List<AutomationTrigger> reports = Objects.requireNonNull(answer.getNow(null), "the queue answers");
        for (Trigger trigger : triggers) {
            boolean known = reports.stream().anyMatch(report -> trigger.isOf(report.rule(), report.selector())
                    && report.untilMillis() == trigger.untilMillis);
            laws.require(known, "what a rule has triggered is known", trigger, reports);
            boolean late = world.millis() > trigger.untilMillis + LATE_MILLIS;
            laws.require(!late, "what a rule has triggered ends", trigger, world.millis());
        }
        laws.require(reports.size() == triggers.size(), "nothing is triggered that is not told", reports, triggers);
        laws.require(hits.isEmpty(), "what receivers say triggers a rule", hits);
    }

    /** What readers were told of, and not that it is over. */
    private static final class Trigger {
        private final String rule;
        private final MailSelector selector;
        private final long untilMillis;
        private final @Nullable RateWatch rate;
        private final int connections;
        private final Set<Link> links = new LinkedHashSet<>();
        /** Somebody may have ended it before its time, or it was over before wall time was set back. */
        private boolean mayBeOver;

        Trigger(String name, ReplyRules.@Nullable Rule rule, MailSelector selector,
                long untilMillis) {
            this.rule = name;
            this.selector = selector;
            this.untilMillis = untilMillis;
            rate = rule == null || rule.rate() == null ? null : new RateWatch("the rate of " + name, rule.rate());
            connections = rule == null ? 0 : rule.connections();
        }

        boolean suspends() {
            return rate == null && connections == 0;
        }

        boolean isOf(String aRule, MailSelector mail) {
            return rule.equals(aRule) && selector.equals(mail);
        }

        boolean isInForce(long millis) {
            return !mayBeOver && millis < untilMillis;
        }

        boolean covers(Place place) {
            return selector.matchesSite(place.site(), place.provider()) && selector.matchesSource(place.source());
        }

        String opens(Link link) {
            links.add(link);
            return connections > 0 && links.size() > connections ? this + ": " + links.size() + " connections" : "";
        }

        String begins(int recipients, long nanos) {
            return rate == null ? "" : rate.take(recipients, nanos);
        }

        @Override
        public String toString() {
            return rule + " for " + selector + " until " + untilMillis;
        }
    }
}
