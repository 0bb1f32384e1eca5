package com.penguinmails.mta.schedule;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.PriorityQueue;

/**
 * Deadlines of what is not a recipient: gates, paths, domains, connections. Fires in the order of deadlines, those of one
 * instant in the order in which they were set. For one thread.
 */
final class Timers {
    private final PriorityQueue<Timer> pending = new PriorityQueue<>();
    private long created;

    /** One deadline; after it has fired or was cancelled it is of no more use. */
    static final class Timer implements Comparable<Timer> {
        private final long deadlineNanos;
        private final long number;
        private final Runnable action;
        private boolean cancelled;

        private Timer(long deadlineNanos, long number, Runnable action) {
            this.deadlineNanos = deadlineNanos;
            this.number = number;
            this.action = action;
        }

        long deadlineNanos() {
            return deadlineNanos;
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Timer other) {
            long difference = deadlineNanos - other.deadlineNanos;
            return difference != 0 ? Long.signum(difference) : Long.compare(number, other.number);
        }
    }

    @CanIgnoreReturnValue
    Timer at(long deadlineNanos, Runnable action) {
        Timer timer = new Timer(deadlineNanos, created++, action);
        pending.add(timer);
        return timer;
    }

    /** The earliest deadline, or {@link Long#MAX_VALUE}. */
    long nextNanos() {
        drop();
        Timer first = pending.peek();
        return first == null ? Long.MAX_VALUE : first.deadlineNanos;
    }

    /** Fires what is due; returns how many. */
    int advance(long nowNanos) {
        int fired = 0;
        while (nextNanos() <= nowNanos) {
            pending.remove().action.run();
            fired++;
        }
        return fired;
    }

    private void drop() {
        while (!pending.isEmpty() && pending.peek().cancelled) {
            pending.remove();
        }
    }
}
