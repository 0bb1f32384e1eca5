package com.penguinmails.mta.admin;

import com.penguinmails.mta.schedule.MailQueue;
import com.penguinmails.mta.schedule.QueueOverview;
import com.penguinmails.mta.schedule.QueueOverview.OfProvider;
import com.penguinmails.mta.time.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Metrics of the queue by provider, by source and by what holds mail, asked of the queue when they are read. Their number is
 * bounded by the providers and sources that are configured. Thread-safe.
 */
final class QueueMeters {
    private static final Logger LOG = LoggerFactory.getLogger(QueueMeters.class);
    private static final int ANSWER_SECONDS = 5;
    /** However many ask, the queue is looked through at most once in this time. */
    private static final long SHORTEST_PAUSE_NANOS = 1_000_000_000;
    private static final double MILLIS_PER_SECOND = 1000;

    private final MailQueue queue;
    private final Clock clock;
    private final MultiGauge recipients;
    private final MultiGauge oldest;
    private final MultiGauge held;
    private final MultiGauge providerConnections;
    private final MultiGauge providerRate;
    private final MultiGauge sourceConnections;
    private final MultiGauge sourceRate;
    private final MultiGauge sourceShut;
    private final MultiGauge troubles;
    private Optional<QueueOverview> last = Optional.empty();
    private long askedNanos;

    QueueMeters(MailQueue queue, Clock clock, MeterRegistry registry) {
        this.queue = queue;
        this.clock = clock;
        recipients = gauge("penguin_provider_recipients",
                "Queued recipients by provider and state; other: sites of no provider.", registry);
        oldest = gauge("penguin_provider_oldest_seconds", "Age of the oldest queued recipient.", registry);
        held = gauge("penguin_queue_held_recipients", "Queued recipients by what holds them first.", registry);
        providerConnections = gauge("penguin_provider_connections", "Connections open or being opened.", registry);
        providerRate = gauge("penguin_provider_sent_per_second",
                "Recipients a second given to receivers, over about the last minute.", registry);
        sourceConnections = gauge("penguin_source_connections", "Connections open or being opened.", registry);
        sourceRate = gauge("penguin_source_sent_per_second",
                "Recipients a second given to receivers, over about the last minute.", registry);
        sourceShut = gauge("penguin_source_shut_sites",
                "Sites with mail for the source to which it may open no connection, for another reason than a limit.",
                registry);
        troubles = gauge("penguin_troubles", "Things that the degraded list of /health/ready tells of, by provider.",
                registry);
    }

    private static MultiGauge gauge(String name, String description, MeterRegistry registry) {
        return MultiGauge.builder(name).description(description).register(registry);
    }

    /** The queue as it was within the last second; empty if it does not answer in time. */
    synchronized Optional<QueueOverview> overview() throws InterruptedException {
        long now = clock.nanoTime();
        if (last.isPresent() && now - askedNanos < SHORTEST_PAUSE_NANOS) {
            return last;
        }
        try {
            last = Optional.of(queue.overview().toCompletableFuture().get(ANSWER_SECONDS, TimeUnit.SECONDS));
            askedNanos = now;
            return last;
        } catch (ExecutionException | TimeoutException e) {
            LOG.atError().setCause(e).log("the queue did not answer");
            return Optional.empty();
        }
    }

    /** Makes the meters tell of now; they keep what they told if the queue does not answer. */
    synchronized void refresh() throws InterruptedException {
        Optional<QueueOverview> now = overview();
        if (now.isPresent()) {
            tell(now.get());
        }
    }

    private void tell(QueueOverview overview) {
        List<Row<?>> states = new ArrayList<>();
        for (OfProvider provider : overview.providers()) {
            provider.states().forEach((state, count) -> states
                    .add(Row.of(Tags.of("provider", provider.name(), "state", state), count)));
        }
        recipients.register(states, true);
        oldest.register(rows(overview.providers().stream().map(provider -> row("provider", provider.name(),
                age(provider.oldestMillis()))).toList()), true);
        providerConnections.register(rows(overview.providers().stream()
                .map(provider -> row("provider", provider.name(), provider.connections())).toList()), true);
        providerRate.register(rows(overview.providers().stream()
                .map(provider -> row("provider", provider.name(), provider.perSecond())).toList()), true);
        sourceConnections.register(rows(overview.sources().stream()
                .map(source -> row("source", source.name(), source.connections())).toList()), true);
        sourceRate.register(rows(overview.sources().stream()
                .map(source -> row("source", source.name(), source.perSecond())).toList()), true);
        sourceShut.register(rows(overview.sources().stream()
                .map(source -> row("source", source.name(), source.shutSites())).toList()), true);
        held.register(rows(overview.held().entrySet().stream()
                .map(entry -> row("by", entry.getKey(), entry.getValue())).toList()), true);
        troubles.register(rows(overview.providers().stream().map(provider -> row("provider", provider.name(),
                overview.troubles().stream().filter(trouble -> trouble.provider().equals(provider.name())).count()))
                .toList()), true);
    }

    private double age(long oldestMillis) {
        return oldestMillis == 0 ? 0 : (clock.millis() - oldestMillis) / MILLIS_PER_SECOND;
    }

    private static Row<?> row(String tag, String value, Number number) {
        return Row.of(Tags.of(tag, value), number);
    }

    private static List<Row<?>> rows(List<? extends Row<?>> rows) {
        return List.copyOf(rows);
    }
}
