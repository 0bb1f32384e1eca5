package com.penguinmails.mta.simulate;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What receivers will do, by time; events of one instant happen in the order in which they were scheduled. A heap of plain
 * arrays, so that an event costs no memory of its own. For one thread.
 */
final class EventQueue {
    /** Something that happens at its time. */
    interface Event {
        void occur();
    }

    private static final int INITIAL_CAPACITY = 256;

    private long[] times = new long[INITIAL_CAPACITY];
    private long[] numbers = new long[INITIAL_CAPACITY];
    private @Nullable Event[] events = new @Nullable Event[INITIAL_CAPACITY];
    private int size;
    private long scheduled;

    /** When the next event happens; {@link Long#MAX_VALUE} when none will. */
    long nextNanos() {
        return size == 0 ? Long.MAX_VALUE : times[0];
    }

    void schedule(long nanos, Event event) {
        if (size == times.length) {
            grow();
        }
        int hole = size++;
        long number = scheduled++;
        while (hole > 0) {
            int parent = hole - 1 >> 1;
            if (times[parent] <= nanos) {
                break;
            }
            move(parent, hole);
            hole = parent;
        }
        put(hole, nanos, number, event);
    }

    /** Takes out the next event; only when there is one. */
    Event take() {
        Event first = Objects.requireNonNull(events[0], "an event is scheduled");
        int last = --size;
        Event moved = Objects.requireNonNull(events[last]);
        events[last] = null;
        if (last > 0) {
            sink(times[last], numbers[last], moved);
        }
        return first;
    }

    private void sink(long time, long number, Event event) {
        int hole = 0;
        for (int child = 1; child < size; child = 2 * hole + 1) {
            if (child + 1 < size && isBefore(times[child + 1], numbers[child + 1], times[child], numbers[child])) {
                child++;
            }
            if (isBefore(time, number, times[child], numbers[child])) {
                break;
            }
            move(child, hole);
            hole = child;
        }
        put(hole, time, number, event);
    }

    private static boolean isBefore(long time, long number, long otherTime, long otherNumber) {
        return time < otherTime || time == otherTime && number < otherNumber;
    }

    private void move(int from, int to) {
        times[to] = times[from];
        numbers[to] = numbers[from];
        events[to] = events[from];
    }

    private void put(int at, long time, long number, Event event) {
        times[at] = time;
        numbers[at] = number;
        events[at] = event;
    }

    private void grow() {
        int capacity = size * 2;
        times = Arrays.copyOf(times, capacity);
        numbers = Arrays.copyOf(numbers, capacity);
        events = Arrays.copyOf(events, capacity);
    }
}
