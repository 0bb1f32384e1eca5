package com.penguinmails.mta.admin;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.event.EventType;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * Measures what passes on its way into the event log: how many events of each kind, how long after its acceptance a recipient was
 * first tried, and how long until it was delivered. For the committing thread.
 */
public final class EventMeter implements EventSink {
    private static final Duration[] BOUNDARIES = {Duration.ofMillis(10), Duration.ofMillis(50), Duration.ofMillis(100),
            Duration.ofMillis(500), Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1), Duration.ofDays(5)};

    private final EventSink log;
    private final Map<EventType, Counter> byType = new EnumMap<>(EventType.class);
    private final Timer firstAttempt;
    private final Timer delivery;

    public EventMeter(EventSink log, MeterRegistry registry) {
        this.log = log;
        for (EventType type : EventType.values()) {
            byType.put(type, Counter.builder("penguin_events").tag("type", type.wireName())
                    .description("Events by kind; one event may tell of many recipients.").register(registry));
        }
        this.firstAttempt = timer("penguin_first_attempt", "From acceptance to the end of the first attempt.",
                registry);
        this.delivery = timer("penguin_delivery", "From acceptance to delivery.", registry);
    }

    private static Timer timer(String name, String description, MeterRegistry registry) {
        return Timer.builder(name).description(description).serviceLevelObjectives(BOUNDARIES).register(registry);
    }

    @Override
    public void publish(DeliveryEvent event) {
        log.publish(event);
        Counter counter = byType.get(event.type());
        if (counter != null) {
            counter.increment();
        }
        Duration age = Duration.ofMillis(Math.max(0, event.epochMillis() - event.messageId().epochMillis()));
        if (event.attempt() == 1 && endsAttempt(event.type())) {
            firstAttempt.record(age);
        }
        if (event.type() == EventType.DELIVERED) {
            delivery.record(age);
        }
    }

    /** A cancellation or an expiry names the last attempt, which was measured when it ended. */
    private static boolean endsAttempt(EventType type) {
        return switch (type) {
            case DELIVERED, DEFERRED, BOUNCED, RENDERING_FAILED -> true;
            default -> false;
        };
    }

    @Override
    public void flush() {
        log.flush();
    }

    @Override
    public void force() {
        log.force();
    }

    @Override
    public long lastJournalSequence() {
        return log.lastJournalSequence();
    }

    @Override
    public boolean endsWith(EventType type) {
        return log.endsWith(type);
    }
}
