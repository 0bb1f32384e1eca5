package com.penguinmails.testkit.time;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is moved, with tasks that run when it passes their time.
 *
 * <p>It is an {@link InstantSource} for wall-clock time and gives {@link #nanoTime} for durations; both move together.
 * Tasks run on the thread that moves the clock, in the order of their times and, at the same time, in the order they
 * were scheduled; a task sees the clock at exactly its time and may schedule others. For one thread, but for reading,
 * which any thread may do.
 */
public final class VirtualClock implements InstantSource {
    private static final Instant DEFAULT_START = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Task> tasks = new PriorityQueue<>(
            Comparator.comparingLong(Task::dueNanos).thenComparingLong(Task::number));
    private final Instant start;
    private volatile long elapsedNanos;
    private long scheduled;

    /** Begins at 2026-01-01T00:00:00Z. */
    public VirtualClock() {
        this(DEFAULT_START);
    }

    /** Begins at an instant. */
    public VirtualClock(Instant start) {
        this.start = start;
    }

    @Override
    public Instant instant() {
        return start.plusNanos(elapsedNanos);
    }

    /** Nanoseconds since the beginning; the counterpart of {@code System.nanoTime()}. */
    public long nanoTime() {
        return elapsedNanos;
    }

    /** Moves the clock on and runs what falls due, up to and including the new time. */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not run backwards: " + time);
        }
        long end = elapsedNanos + time.toNanos();
        while (runNext(end)) {
            // Each step runs one task.
        }
        elapsedNanos = end;
    }

    /** Moves the clock on to an instant that is not before the present one. */
    public void advanceTo(Instant instant) {
        advance(Duration.between(instant(), instant));
    }

    /** Moves the clock to the next task and runs it; false if there is none. */
    public boolean runNext() {
        return runNext(Long.MAX_VALUE);
    }

    /**
     * Runs task after task, also those they schedule, until none is left.
     *
     * @param tasksMax more than that are taken for a loop without end
     * @throws IllegalStateException if tasks are left after {@code tasksMax}
     */
    public void runAll(int tasksMax) {
        for (int i = 0; i < tasksMax; i++) {
            if (!runNext()) {
                return;
            }
        }
        if (!tasks.isEmpty()) {
            throw new IllegalStateException(
                    "still " + tasks.size() + " tasks at " + instant() + " after " + tasksMax + " were run");
        }
    }

    /** Runs a task once this much time has passed; with zero at the next move, not now. */
    public Scheduled schedule(Duration delay, Runnable task) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative: " + delay);
        }
        Task entry = new Task(elapsedNanos + delay.toNanos(), scheduled++, task);
        tasks.add(entry);
        return () -> tasks.remove(entry);
    }

    /** Tasks that wait. */
    public int pendingTasks() {
        return tasks.size();
    }

    private boolean runNext(long endNanos) {
        @Nullable
        Task next = tasks.peek();
        if (next == null || next.dueNanos() > endNanos) {
            return false;
        }
        tasks.remove();
        elapsedNanos = next.dueNanos();
        next.action().run();
        return true;
    }

    /** A scheduled task. */
    @FunctionalInterface
    public interface Scheduled {
        /** Forgets the task; false if it ran already or was cancelled before. */
        @CanIgnoreReturnValue
        boolean cancel();
    }

    private record Task(long dueNanos, long number, Runnable action) {}
}
