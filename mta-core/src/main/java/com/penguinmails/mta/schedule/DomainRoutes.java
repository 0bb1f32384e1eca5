package com.penguinmails.mta.schedule;

import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.ResolutionOutcome;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.resolve.Router;
import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Asks where domains' mail goes, once for all queues of a domain and not for too many at a time. A domain that cannot be
 * resolved costs one question, and what is ready of it gets that outcome; after a temporary failure it is not asked again
 * before the shortest pause of the retry schedule. What only somebody wants to know, and no mail waits for, is asked when there is
 * little else to ask. For one thread.
 */
final class DomainRoutes {
    /** What the answers mean for the queues that waited. */
    interface Listener {
        void resolved(DomainQueue queue);

        /** Its domain goes to another site than before, whatever gate the queue stands before. */
        void moved(DomainQueue queue);

        void unresolved(DomainQueue queue, Outcome outcome);
    }

    private static final int MAX_OPEN = 256;
    /** While as many are open, nothing is asked that no mail waits for. */
    private static final int MANY_OPEN = 64;
    private static final long MIN_HOLD_MILLIS = 30_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Router router;
    private final CommandQueue commands;
    private final Timers timers;
    private final Clock clock;
    private final RetrySchedule schedule;
    private final ArrayDeque<DomainRoute> toAsk = new ArrayDeque<>();
    private final Set<DomainRoute> toLookUp = new LinkedHashSet<>();
    private final Map<DomainRoute, List<Runnable>> lookUps = new HashMap<>();
    private int open;
    private final Listener listener;

    DomainRoutes(Router router, Listener listener, CommandQueue commands, Timers timers, Clock clock,
            RetrySchedule schedule) {
        this.router = router;
        this.listener = listener;
        this.commands = commands;
        this.timers = timers;
        this.clock = clock;
        this.schedule = schedule;
    }

    /** The queue waits until its domain is known or known to be out of reach. */
    void await(DomainQueue queue) {
        DomainRoute route = queue.route;
        route.waiting.add(queue);
        if (route.asked) {
            if (toLookUp.remove(route)) {
                ask(route);
            }
            return;
        }
        route.asked = true;
        if (route.failures > 0 && clock.nanoTime() < route.retryNanos) {
            route.again = timers.at(route.retryNanos, () -> askAgain(route));
        } else {
            ask(route);
        }
    }

    /**
     * Asks for a domain of which no mail waits for the answer.
     *
     * @param answered called once, when it is known or known to be out of reach for now
     */
    void lookUp(DomainRoute route, Runnable answered) {
        lookUps.computeIfAbsent(route, _ -> new ArrayList<>()).add(answered);
        if (route.asked) {
            hurry(route);
            return;
        }
        route.asked = true;
        toLookUp.add(route);
        askMore();
    }

    private void askMore() {
        DomainRoute next = toAsk.pollFirst();
        if (next != null) {
            ask(next);
        }
        while (open < MANY_OPEN && !toLookUp.isEmpty()) {
            DomainRoute wanted = toLookUp.iterator().next();
            toLookUp.remove(wanted);
            ask(wanted);
        }
    }

    /** Asks now for a domain that was not to be asked before a pause is over. */
    void hurry(DomainRoute route) {
        route.retryNanos = clock.nanoTime();
        Timer again = route.again;
        if (again != null) {
            again.cancel();
            askAgain(route);
        }
    }

    private void askAgain(DomainRoute route) {
        route.again = null;
        ask(route);
    }

    private void ask(DomainRoute route) {
        if (open >= MAX_OPEN) {
            toAsk.addLast(route);
            return;
        }
        open++;
        router.route(route.domain)
                .whenComplete((resolution, failure) -> commands.add(() -> answered(route, failure == null
                        ? resolution
                        : new Resolution.TemporaryFailure("the resolver failed"))));
    }

    private void answered(DomainRoute route, Resolution resolution) {
        open--;
        route.asked = false;
        String before = route.site;
        Outcome failure = learn(route, resolution);
        List<DomainQueue> waiting = List.copyOf(route.waiting);
        route.waiting.clear();
        if (!before.isEmpty() && !before.equals(route.site)) {
            List.copyOf(route.queues).forEach(listener::moved);
        }
        for (DomainQueue queue : waiting) {
            if (failure == null) {
                listener.resolved(queue);
            } else {
                listener.unresolved(queue, failure);
            }
        }
        List<Runnable> heard = lookUps.remove(route);
        if (heard != null) {
            heard.forEach(Runnable::run);
        }
        askMore();
    }

    private @Nullable Outcome learn(DomainRoute route, Resolution resolution) {
        if (resolution instanceof Resolution.Routed(var plan, long expiresMillis)) {
            route.plan = plan;
            route.site = plan.site();
            route.expiresMillis = Math.max(expiresMillis, clock.millis() + MIN_HOLD_MILLIS);
            route.failures = 0;
            route.lastFailure = "";
            return null;
        }
        Outcome outcome = outcome(route.domain, resolution);
        route.plan = null;
        route.expiresMillis = 0;
        route.lastFailure = outcome.status().diagnostic();
        route.failures = outcome.isFinal() ? 0 : route.failures + 1;
        route.retryNanos = clock.nanoTime() + schedule.shortestMillis(route.failures) * NANOS_PER_MILLI;
        return outcome;
    }

    private static Outcome outcome(String domain, Resolution resolution) {
        return switch (resolution) {
            case Resolution.NullMx _ -> ResolutionOutcome.nullMx(domain);
            case Resolution.NoHost _ -> ResolutionOutcome.noHost(domain);
            case Resolution.NoSuchDomain _ -> ResolutionOutcome.noSuchDomain(domain);
            case Resolution.TemporaryFailure failure -> ResolutionOutcome.temporaryFailure(domain, failure.reason());
            case Resolution.Routed _ -> throw new IllegalStateException("a route is no failure");
        };
    }
}
