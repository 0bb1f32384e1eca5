package com.penguinmails.mta.admin;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.schedule.IntakeMark;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.spool.Spool;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** Gauges of the marks at which new mail is refused for now: where each stands, and whether it refuses. Stateless. */
final class IntakeMeters {
    private final MeterRegistry registry;

    IntakeMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void bind(QueueProxy queue) {
        bind("recipients", queue::recipientsMark);
        bind("memory", queue::memoryMark);
        refusal("recovery", queue::refusesWhileRestoring);
        Gauge.builder("penguin_queue_restored_percent", queue, QueueProxy::restoredPercent)
                .description("How much of the mail of an earlier start is back in the queue.").register(registry);
    }

    /** The disk's marks lie the other way round: it is the free space that must not fall. */
    void bind(Spool spool, SpoolConfig config) {
        gauge("penguin_queue_mark_level", "Where a mark stands.", "disk", () -> spool.health().freeBytes());
        gauge("penguin_queue_mark_high", "Where new mail is refused for now.", "disk",
                () -> config.reserve().bytes());
        gauge("penguin_queue_mark_low", "Where new mail is taken again.", "disk", config::resumeBytes);
        refusal("disk", () -> !spool.health().accepting());
    }

    private void bind(String name, Supplier<IntakeMark> mark) {
        gauge("penguin_queue_mark_level", "Where a mark stands.", name, () -> mark.get().level());
        gauge("penguin_queue_mark_high", "Where new mail is refused for now.", name, () -> mark.get().high());
        gauge("penguin_queue_mark_low", "Where new mail is taken again.", name, () -> mark.get().low());
        refusal(name, () -> mark.get().refuses());
    }

    private void refusal(String name, Supplier<Boolean> refuses) {
        gauge("penguin_queue_refusals", "1: new mail is refused for now because of this mark.", name,
                () -> refuses.get() ? 1 : 0);
    }

    private void gauge(String name, String description, String mark, Supplier<Number> value) {
        Gauge.builder(name, value).tag("mark", mark).description(description).register(registry);
    }
}
