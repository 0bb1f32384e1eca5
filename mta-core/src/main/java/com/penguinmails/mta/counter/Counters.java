package com.penguinmails.mta.counter;

import java.util.EnumMap;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** The values of all counters of one node. Thread-safe; counting never waits. */
public final class Counters {
    private final EnumMap<Counter, LongAdder> adders = new EnumMap<>(Counter.class);

    public Counters() {
        for (Counter counter : Counter.values()) {
            adders.put(counter, new LongAdder());
        }
    }

    public void increment(Counter counter) {
        adder(counter).increment();
    }

    /** @param amount 0 or more */
    public void add(Counter counter, long amount) {
        adder(counter).add(amount);
    }

    /** The count so far; exact once those who count have paused. */
    public long get(Counter counter) {
        return adder(counter).sum();
    }

    private LongAdder adder(Counter counter) {
        return Objects.requireNonNull(adders.get(counter));
    }
}
