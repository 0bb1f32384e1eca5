package com.penguinmails.mta.admin;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.counter.Counter;
import com.penguinmails.mta.counter.Counters;
import com.penguinmails.mta.counter.ProcessMetrics;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.spool.Spool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.Supplier;

/** All metrics of a node, for Prometheus. Every name begins with {@code penguin_}, but those of the JVM. Thread-safe. */
public final class NodeMetrics implements AutoCloseable {
    private final ProcessMetrics process = new ProcessMetrics();
    private final MeterRegistry registry = process.registry();

    public MeterRegistry registry() {
        return registry;
    }

    /** Binds every counter of the enum. */
    public void bind(Counters counters) {
        for (Counter counter : Counter.values()) {
            FunctionCounter.builder("penguin_" + counter.metricName(), counters, c -> c.get(counter))
                    .description(counter.sentence()).register(registry);
        }
    }

    /** Binds the books and the state of the disk. */
    public void bind(Spool spool) {
        gauge("penguin_recipients_queued", "Recipients that are accepted and not yet settled.",
                () -> spool.books().node().queued());
        gauge("penguin_spool_accepting", "1: new mail is taken; 0: it is refused for now.",
                () -> spool.health().accepting() ? 1 : 0);
        gauge("penguin_spool_free_bytes", "What the file system of the spool has left.",
                () -> spool.health().freeBytes());
        gauge("penguin_spool_used_bytes", "What the spool takes on disk.", () -> spool.health().usedBytes());
    }

    /** Binds the marks at which new mail is refused for now. */
    public void bind(QueueProxy queue, Spool spool, SpoolConfig config) {
        var marks = new IntakeMeters(registry);
        marks.bind(queue);
        marks.bind(spool, config);
    }

    /** Binds a number that goes up and down. */
    public void gauge(String name, String description, Supplier<Number> value) {
        Gauge.builder(name, value).description(description).register(registry);
    }

    /** All of it in the text format of Prometheus. */
    public String text() {
        return process.text();
    }

    @Override
    public void close() {
        process.close();
    }
}
