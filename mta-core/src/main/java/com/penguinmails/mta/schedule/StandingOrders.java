package com.penguinmails.mta.schedule;

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
    private final Clock clock;
    private final Effect effect;
    private final Suspensions suspensions = new Suspensions();
    private final Overrides overrides = new Overrides();
    private final Map<String, StandingOrder> given = new LinkedHashMap<>();
    /** When the first of them ends, on the wall clock, which may be set meanwhile. */
    private long nextEndMillis = StandingOrder.UNTIL_TAKEN_BACK;

    /** Puts into effect that an order is in force, or no more. */
    interface Effect {
        void changed(StandingOrder order);
    }

    StandingOrders(KeptFacts facts, Clock clock, Effect effect) {
        this.facts = facts;
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

    /** Ends those whose time is over; returns how many. */
    int work() {
        if (clock.millis() < nextEndMillis) {
            return 0;
        }
        long now = clock.millis();
        List<StandingOrder> over = given.values().stream().filter(order -> order.untilMillis() <= now).toList();
        for (StandingOrder order : over) {
            var _ = takeBack(StandingOrderCodec.key(order), () -> {});
        }
        return over.size();
    }

    /** When {@link #work} has something to do, in monotonic nanoseconds; {@link Long#MAX_VALUE}: never. */
    long nextNanos() {
        return nanos(nextEndMillis);
    }

    /** When an order in force ends, in monotonic nanoseconds; {@link Long#MAX_VALUE} if only by being taken back. */
    long endNanos(StandingOrder order) {
        StandingOrder known = given.get(StandingOrderCodec.key(order));
        return known == null ? Long.MAX_VALUE : nanos(known.untilMillis());
    }

    private long nanos(long millis) {
        return millis == StandingOrder.UNTIL_TAKEN_BACK
                ? Long.MAX_VALUE
                : clock.nanoTime() + Math.max(0, millis - clock.millis()) * NANOS_PER_MILLI;
    }

    boolean isInForce(StandingOrder order) {
        return given.containsKey(StandingOrderCodec.key(order));
    }

    List<StandingOrder> all() {
        return List.copyOf(given.values());
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
        StandingOrder known = given.get(key);
        if (known == null) {
            return false;
        }
        facts.keep(key, new byte[0], onDisk);
        drop(key);
        effect.changed(known);
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
        given.put(key, order);
        nextEndMillis = Math.min(nextEndMillis, order.untilMillis());
    }

    private void drop(String key) {
        StandingOrder known = given.remove(key);
        if (known instanceof Suspension suspension) {
            var _ = suspensions.remove(suspension.id());
        } else if (known != null) {
            overrides.remove(known);
        }
        nextEndMillis = given.values().stream().mapToLong(StandingOrder::untilMillis).min()
                .orElse(StandingOrder.UNTIL_TAKEN_BACK);
    }
}
