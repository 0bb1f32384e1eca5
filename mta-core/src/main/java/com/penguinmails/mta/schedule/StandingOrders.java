package com.penguinmails.mta.schedule;

import com.penguinmails.mta.schedule.Timers.Timer;
import com.penguinmails.mta.shape.Overrides;
import com.penguinmails.mta.shape.PoolOverride;
import com.penguinmails.mta.shape.PriorityOverride;
import com.penguinmails.mta.shape.StandingOrder;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.shape.Suspensions;
import com.penguinmails.mta.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Suspensions and overrides in force: kept in the journal over restarts, in effect at once for all mail that is queued and for what
 * comes, ended at their instant. For one thread.
 */
final class StandingOrders {
    private static final Logger LOG = LoggerFactory.getLogger(StandingOrders.class);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final KeptFacts facts;
    private final Timers timers;
    private final Clock clock;
    private final Effect effect;
    private final Suspensions suspensions = new Suspensions();
    private final Overrides overrides = new Overrides();
    private final Map<String, Given> given = new LinkedHashMap<>();

    private record Given(StandingOrder order, @Nullable Timer end) {}

    /** Puts into effect that an order is in force, or no more. */
    interface Effect {
        void changed(StandingOrder order);
    }

    StandingOrders(KeptFacts facts, Timers timers, Clock clock, Effect effect) {
        this.facts = facts;
        this.timers = timers;
        this.clock = clock;
        this.effect = effect;
    }

    Suspensions suspensions() {
        return suspensions;
    }

    Overrides overrides() {
        return overrides;
    }

    boolean isEmpty() {
        return given.isEmpty();
    }

    /** When an order in force ends, in monotonic nanoseconds; {@link Long#MAX_VALUE} if only by being taken back. */
    long endNanos(StandingOrder order) {
        Given known = given.get(StandingOrderCodec.key(order));
        Timer end = known == null ? null : known.end();
        return end == null ? Long.MAX_VALUE : end.deadlineNanos();
    }

    boolean isInForce(StandingOrder order) {
        return given.containsKey(StandingOrderCodec.key(order));
    }

    List<StandingOrder> all() {
        return given.values().stream().map(Given::order).toList();
    }

    /**
     * It is in force from now on; one of its kind and name is replaced.
     *
     * @param onDisk called when it will be in force after a restart too
     * @throws IllegalStateException if no more can be kept; then nothing has changed
     */
    void give(StandingOrder order, Runnable onDisk) {
        String key = StandingOrderCodec.key(order);
        facts.keep(key, StandingOrderCodec.encode(order), onDisk);
        drop(key);
        take(key, order);
        effect.changed(order);
    }

    /**
     * It is in force no more.
     *
     * @return whether there was one of that kind and name
     */
    boolean takeBack(String key, Runnable onDisk) {
        Given known = given.get(key);
        if (known == null) {
            return false;
        }
        facts.keep(key, new byte[0], onDisk);
        drop(key);
        effect.changed(known.order());
        return true;
    }

    /** Reads back those of one kind. */
    FactReader reader(String prefix) {
        return new FactReader() {
            @Override
            public String prefix() {
                return prefix;
            }

            @Override
            public void restore(String key, byte[] value) {
                try {
                    take(key, StandingOrderCodec.decode(key, value));
                } catch (IllegalArgumentException e) {
                    LOG.error("an order that the journal keeps cannot be read and is not in force: {}", key, e);
                }
            }
        };
    }

    private void take(String key, StandingOrder order) {
        switch (order) {
            case Suspension suspension -> suspensions.add(suspension);
            case PoolOverride override -> overrides.add(override);
            case PriorityOverride override -> overrides.add(override);
        }
        given.put(key, new Given(order, endOf(key, order.untilMillis())));
    }

    private void drop(String key) {
        Given known = given.remove(key);
        if (known != null) {
            cancel(known.end());
            if (known.order() instanceof Suspension suspension) {
                var _ = suspensions.remove(suspension.id());
            } else {
                overrides.remove(known.order());
            }
        }
    }

    private static void cancel(@Nullable Timer end) {
        if (end != null) {
            end.cancel();
        }
    }

    private @Nullable Timer endOf(String key, long untilMillis) {
        if (untilMillis == StandingOrder.UNTIL_TAKEN_BACK) {
            return null;
        }
        long wait = Math.max(0, untilMillis - clock.millis()) * NANOS_PER_MILLI;
        return timers.at(clock.nanoTime() + wait, () -> {
            if (clock.millis() < untilMillis) {
                // The wall clock was set back meanwhile; what was ordered is an instant on it.
                endLater(key);
            } else {
                var _ = takeBack(key, () -> {});
            }
        });
    }

    private void endLater(String key) {
        Given known = given.get(key);
        if (known != null) {
            given.put(key, new Given(known.order(), endOf(key, known.order().untilMillis())));
        }
    }
}
