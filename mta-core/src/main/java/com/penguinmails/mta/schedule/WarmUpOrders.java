package com.penguinmails.mta.schedule;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.shape.WarmUp;
import com.penguinmails.mta.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

/**
 * What operators and feedback loops tell of warm-ups. What an operator sets is in the journal together with its audit events, of the
 * tenant {@value CommandEvents#TENANT}, so that there is never one without the other. For one thread.
 */
final class WarmUpOrders {
    private final WarmUps warmUps;
    private final DomainRoutes routes;
    private final SiteTable sites;
    private final Clock clock;

    WarmUpOrders(WarmUps warmUps, DomainRoutes routes, SiteTable sites, Clock clock) {
        this.warmUps = warmUps;
        this.routes = routes;
        this.sites = sites;
        this.clock = clock;
    }

    List<WarmUpReport> reports() {
        return warmUps.all().stream().map(this::report).toList();
    }

    void complain(WarmUpDesk.Complaints complaints, CompletableFuture<WarmUpReport> answer) {
        String provider = complaints.provider();
        if (provider != null) {
            complain(complaints, provider, answer);
            return;
        }
        var route = new DomainRoute(Objects.requireNonNull(complaints.domain()).toLowerCase(Locale.ROOT));
        routes.lookUp(route, () -> {
            try {
                complain(complaints, provider(route), answer);
            } catch (RuntimeException e) {
                var _ = answer.completeExceptionally(e);
            }
        });
    }

    private void complain(WarmUpDesk.Complaints complaints, String provider, CompletableFuture<WarmUpReport> answer) {
        Warming warming = require(complaints.source(), provider);
        if (warming.warmUp.isWarm()) {
            throw new CommandRefusedException("source", complaints.source() + " is warm at " + provider
                    + "; complaints count while a source is warmed up");
        }
        warmUps.complained(warming, complaints.count(), () -> answer.complete(report(warming)));
    }

    void set(WarmUpDesk.Order order, CompletableFuture<WarmUpReport> answer) {
        Warming warming = require(order.source(), order.provider());
        int steps = warming.warmUp.plan().steps();
        if (order.step() < 1 || order.step() > steps + 1) {
            throw new CommandRefusedException("step", "is a number from 1 to " + (steps + 1) + "; the plan has " + steps
                    + " steps, and one more makes the source warm");
        }
        List<DeliveryEvent> events = events(order, warming.warmUp);
        warmUps.set(warming, order.step(), CommandEvents.by(order.author(), "set"), events,
                () -> answer.complete(report(warming)));
    }

    private String provider(DomainRoute route) {
        DeliveryPlan plan = route.planAt(clock.millis());
        if (plan == null) {
            throw new CommandRefusedException("domain", "cannot be looked up: " + route.lastFailure
                    + "; give the provider instead");
        }
        return WarmUps.name(sites.provider(plan, route.domain));
    }

    private Warming require(String source, String provider) {
        Warming warming = warmUps.find(source, provider);
        if (warming == null) {
            throw new CommandRefusedException("source", source + " is not warmed up at " + provider
                    + "; GET /v1/warmups and `penguin warmup list` show what is");
        }
        return warming;
    }

    private WarmUpReport report(Warming warming) {
        WarmUp warmUp = warming.warmUp;
        long next = warming.end == null ? warmUp.plan().endMillis(clock.millis()) : warmUp.endMillis();
        return new WarmUpReport(warmUp.source(), warmUp.provider(), warmUp.plan().name(), warmUp.step(),
                warmUp.plan().steps(), warmUp.isWarm() ? 0 : warmUp.cap(), warmUp.sent(), warmUp.rates(),
                warmUp.state(), warmUp.reason(), warmUp.sinceMillis(), warmUp.isWarm() ? 0 : next);
    }

    private List<DeliveryEvent> events(WarmUpDesk.Order order, WarmUp warmUp) {
        String words = "set the warm-up of source " + order.source() + " at " + order.provider() + " from step "
                + warmUp.step() + " to " + order.step() + " of " + warmUp.plan().steps();
        return List.of(event(EventType.COMMAND_ISSUED, order, CommandEvents.by(order.author(), words)),
                event(EventType.COMMAND_ENDED, order, words + ": done"));
    }

    private DeliveryEvent event(EventType type, WarmUpDesk.Order order, String words) {
        EventDetail detail = new EventDetail("", words, null, order.source(), null, "warmup", 0);
        return CommandEvents.audit(type, order.id(), 1, detail, clock);
    }
}
