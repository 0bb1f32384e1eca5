package com.penguinmails.testkit.smtp;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** {@link DeliveryCounts} that can name their keys. Thread-safe. */
public final class ExactDeliveryCounts implements DeliveryCounts {
    private final int keysMax;
    private final ConcurrentMap<String, Integer> counts = new ConcurrentHashMap<>();
    private final LongAdder notCounted = new LongAdder();

    ExactDeliveryCounts(int keysMax) {
        this.keysMax = keysMax;
    }

    @Override
    public void add(String key) {
        if (counts.size() < keysMax || counts.containsKey(key)) {
            counts.merge(key, 1, Integer::sum);
        } else if (keysMax > 0) {
            notCounted.increment();
        }
    }

    @Override
    public int count(String key) {
        return counts.getOrDefault(key, 0);
    }

    @Override
    public long distinct() {
        return counts.size();
    }

    @Override
    public long duplicates() {
        return counts.values().stream().mapToLong(n -> n - 1L).sum();
    }

    @Override
    public long notCounted() {
        return notCounted.sum();
    }

    /** A copy of all counts, ordered by key. */
    public Map<String, Integer> snapshot() {
        return new TreeMap<>(counts);
    }
}
