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
import java.util.PriorityQueue;
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
    private static final long MOST_MILLIS = Long.MAX_VALUE / NANOS_PER_MILLI / 2;
    /** Two clocks that are read one after the other differ by less; a wall clock that was set, by more. */
    private static final long SAME_NANOS = 1_000_000_000;
    private static final int ENDED_AT_ONCE = 16;

    private final KeptFacts facts;
    private final Clock clock;
    private final Effect effect;
    private final Suspensions suspensions = new Suspensions();
    private final Overrides overrides = new Overrides();
    private final Map<String, Given> given = new LinkedHashMap<>();

    /** The ends of those that end by themselves, the first first; what is in force no more is passed over. */
    private final PriorityQueue<End> ends = new PriorityQueue<>();

    /** An order in force, and its end on the monotonic clock as far as it is known. */
    private static final class Given {
        private final StandingOrder order;
        private long endNanos;

        Given(StandingOrder order, long endNanos) {
            this.order = order;
            this.endNanos = endNanos;
        }
    }

    private record End(long untilMillis, String key) implements Comparable<End> {
        @Override
        public int compareTo(End other) {
            return Long.compare(untilMillis, other.untilMillis);
        }
    }

    /** Puts into effect that an order is in force, or no more. */
    interface Effect {
        void changed(StandingOrder order);

        /** One that is in force no more would not come back after a crash either. */
        default void gone(StandingOrder order) {}
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

    /** When an order in force ends, in monotonic nanoseconds; {@link Long#MAX_VALUE} if only by being taken back. */
    long endNanos(StandingOrder order) {
        Given known = given.get(StandingOrderCodec.key(order));
        if (known == null || order.untilMillis() == StandingOrder.UNTIL_TAKEN_BACK) {
            return Long.MAX_VALUE;
        }
        long now = clock.nanoTime();
        long end = endNanos(order.untilMillis());
        if (known.endNanos <= now || Math.abs(known.endNanos - end) > SAME_NANOS) {
            known.endNanos = Math.max(end, now + NANOS_PER_MILLI);
        }
        return known.endNanos;
    }

    /** When the next order ends, in milliseconds since 1970; {@link Long#MAX_VALUE} if none does by itself. */
    long nextEndMillis() {
        End first = ends.peek();
        while (first != null && !isEndOf(given.get(first.key()), first)) {
            ends.remove();
            first = ends.peek();
        }
        return first == null ? Long.MAX_VALUE : first.untilMillis();
    }

    /** Ends orders whose instant on the wall clock has come, whatever that clock was set to meanwhile; returns how many. */
    int work() {
        int ended = 0;
        while (ended < ENDED_AT_ONCE && nextEndMillis() <= clock.millis()) {
            var _ = takeBack(ends.remove().key(), () -> {});
            ended++;
        }
        return ended;
    }

    private static boolean isEndOf(@Nullable Given known, End end) {
        return known != null && known.order.untilMillis() == end.untilMillis();
    }

    boolean isInForce(StandingOrder order) {
        return given.containsKey(StandingOrderCodec.key(order));
    }

    List<StandingOrder> all() {
        return given.values().stream().map(known -> known.order).toList();
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
        facts.keep(key, new byte[0], () -> {
            effect.gone(known.order);
            onDisk.run();
        });
        drop(key);
        effect.changed(known.order);
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
        given.put(key, new Given(order, endNanos(order.untilMillis())));
        if (order.untilMillis() != StandingOrder.UNTIL_TAKEN_BACK) {
            ends.add(new End(order.untilMillis(), key));
        }
    }

    private void drop(String key) {
        Given known = given.remove(key);
        if (known == null) {
            return;
        }
        if (known.order instanceof Suspension suspension) {
            var _ = suspensions.remove(suspension.id());
        } else {
            overrides.remove(known.order);
        }
    }

    private long endNanos(long untilMillis) {
        return clock.nanoTime() + Math.clamp(untilMillis - clock.millis(), 0, MOST_MILLIS) * NANOS_PER_MILLI;
    }
}
