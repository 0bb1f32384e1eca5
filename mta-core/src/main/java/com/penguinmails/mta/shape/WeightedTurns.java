package com.penguinmails.mta.shape;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says whose turn it is among those that can take one now, so that in the long run each has turns in the ratio of the weights.
 * Stride scheduling: each stands at a point, what it takes moves it on by amount ÷ weight, and the hindmost is next. Turns come
 * smoothly mixed: at 3 : 1 there are never more than three of one in a row. One that could take no turn for a while stays behind
 * by {@value #CATCH_UP} turns of weight 1 at most, and so cannot shut out the others when it comes back. For one thread.
 *
 * @param <K> what takes turns, by {@link Object#equals}
 */
public final class WeightedTurns<K> {
    private static final int CATCH_UP = 8;
    /** How far one turn of weight 1 moves its taker on. */
    private static final long STRIDE = 1L << 32;

    private final Map<K, Long> points = new HashMap<>();
    /** Where the one stood that had the last turn. */
    private long front;

    /** The one that is next, the first of those that stand alike; null when there is none. */
    public @Nullable K next(Iterable<? extends K> candidates) {
        K first = null;
        long least = Long.MAX_VALUE;
        for (K candidate : candidates) {
            long point = point(candidate);
            if (point < least) {
                least = point;
                first = candidate;
            }
        }
        return first;
    }

    /** Accounts for what one has taken. */
    public void charge(K taker, long amount, int weight) {
        long from = point(taker);
        points.put(taker, from + amount * (STRIDE / weight));
        front = Math.max(front, from);
    }

    /** Forgets those that are not to take turns any more. */
    public void retain(Collection<? extends K> takers) {
        points.keySet().retainAll(takers);
    }

    private long point(K taker) {
        Long point = points.get(taker);
        return point == null ? front : Math.max(point, front - CATCH_UP * STRIDE);
    }
}
