package com.penguinmails.mta.schedule;

import com.penguinmails.benchmarks.Part;
import com.penguinmails.benchmarks.Subject;
import com.penguinmails.mta.time.Randomness;
import java.util.PriorityQueue;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A million timers, of which about one fires in each millisecond and is set anew for up to 33 minutes ahead: a firing and a setting
 * are an operation. The time is a number that goes on to the next timer; nothing sleeps.
 */
@Part("timers")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class TimerWheelPart {
    private static final String TASK = "fire one, set one, of 1,000,000";
    private static final int TIMERS = 1_000_000;
    private static final int MOST_AHEAD = 2 * TIMERS;
    private static final int BUDGET = 1024;

    private final RandomGenerator random = Randomness.seeded(1);
    private final int[] ahead = random.ints(1 << 16, 1, MOST_AHEAD).toArray();
    private int turn;

    /** Ours. */
    @State(Scope.Benchmark)
    public static class Wheel {
        private final SlotTable slots = new SlotTable();
        private final TimerWheel wheel = new TimerWheel(slots, 0);
        private long now;
        private int fired;

        @Setup
        public void fill(TimerWheelPart part) {
            for (int i = 0; i < TIMERS; i++) {
                set(slots.allocate(i, 0, 0, Long.MAX_VALUE), part.next());
            }
        }

        private void set(int slot, int ahead) {
            slots.setDue(slot, now + ahead);
            slots.state(slot, SlotState.WAITING);
            wheel.add(slot);
        }
    }

    /** The time of a queue of the JDK. */
    private static final class Now {
        private long millis;
    }

    /** What the queues of the JDK hold. */
    private record Timer(long due, Now now) implements Delayed {
        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - now.millis, TimeUnit.MILLISECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(due, ((Timer) other).due);
        }
    }

    /** A heap of the JDK. */
    @State(Scope.Benchmark)
    public static class Heap {
        private final PriorityQueue<Timer> heap = new PriorityQueue<>(TIMERS);
        private final Now now = new Now();

        @Setup
        public void fill(TimerWheelPart part) {
            for (int i = 0; i < TIMERS; i++) {
                heap.add(new Timer(part.next(), now));
            }
        }
    }

    /** A queue of delays of the JDK. */
    @State(Scope.Benchmark)
    public static class Delays {
        private final DelayQueue<Timer> delays = new DelayQueue<>();
        private final Now now = new Now();

        @Setup
        public void fill(TimerWheelPart part) {
            for (int i = 0; i < TIMERS; i++) {
                delays.add(new Timer(part.next(), now));
            }
        }
    }

    private int next() {
        turn = (turn + 1) % ahead.length;
        return ahead[turn];
    }

    @Benchmark
    @Subject(task = TASK)
    public int wheel(Wheel state) {
        state.fired = 0;
        while (state.fired == 0) {
            state.now = Math.max(state.now + 1, state.wheel.nextMillis());
            int _ = state.wheel.advance(state.now, BUDGET, slot -> {
                state.fired++;
                state.set(slot, next());
            });
        }
        return state.fired;
    }

    @Benchmark
    @Subject(task = TASK, rival = "java.util.PriorityQueue")
    public Object heap(Heap state) {
        Timer timer = state.heap.remove();
        state.now.millis = timer.due();
        state.heap.add(new Timer(timer.due() + next(), state.now));
        return timer;
    }

    @Benchmark
    @Subject(task = TASK, rival = "java.util.concurrent.DelayQueue")
    public Object delays(Delays state) {
        Timer timer = state.delays.poll();
        while (timer == null) {
            state.now.millis++;
            timer = state.delays.poll();
        }
        state.delays.add(new Timer(state.now.millis + next(), state.now));
        return timer;
    }
}
