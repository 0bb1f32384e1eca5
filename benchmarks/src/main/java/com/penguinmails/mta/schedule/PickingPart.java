package com.penguinmails.mta.schedule;

import com.penguinmails.benchmarks.Part;
import com.penguinmails.benchmarks.Subject;
import com.penguinmails.mta.schedule.BenchedQueue.Content;
import com.penguinmails.mta.time.SystemClock;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The next recipient of one site, of 200,000 in 10,000 queues of 1,000 tenants, with its fair share and limits looked at; a hundred
 * are picked and given back, which is counted too. The rival is a round of the JDK's queues, one for each of ours, without any
 * limit, share or priority: a hundred are taken out and put back. More sizes: {@code penguin bench queue}.
 */
@Part("picking")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class PickingPart {
    private static final String TASK = "pick and give back";
    private static final int RECIPIENTS = 200_000;
    private static final int QUEUES = 10_000;
    private static final int PICKS = 100;

    /** Ours. */
    @State(Scope.Benchmark)
    public static class Queue {
        private final BenchedQueue queue = new BenchedQueue(new SystemClock(), new Content(1_000, QUEUES, 1, 0, true),
                false);

        @Setup
        public void fill() {
            queue.restore(RECIPIENTS);
            queue.settle();
        }
    }

    /** Numbers of recipients in a queue each, and the queues in a line. */
    @State(Scope.Benchmark)
    public static class Round {
        private final ArrayDeque<ArrayDeque<Integer>> line = new ArrayDeque<>();
        private final int[] picked = new int[PICKS];

        @Setup
        public void fill() {
            for (int i = 0; i < QUEUES; i++) {
                var queue = new ArrayDeque<Integer>();
                for (int recipient = i; recipient < RECIPIENTS; recipient += QUEUES) {
                    queue.add(recipient);
                }
                line.add(queue);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(PICKS)
    @Subject(task = TASK)
    public double queue(Queue state) {
        return state.queue.pickNanos(PICKS);
    }

    @Benchmark
    @OperationsPerInvocation(PICKS)
    @Subject(task = TASK, rival = "a round of java.util.ArrayDeque")
    public int round(Round state) {
        for (int i = 0; i < PICKS; i++) {
            ArrayDeque<Integer> queue = state.line.remove();
            state.picked[i] = queue.remove();
            state.line.add(queue);
        }
        for (int i = PICKS - 1; i >= 0; i--) {
            ArrayDeque<Integer> queue = state.line.removeLast();
            queue.addFirst(state.picked[i]);
            state.line.addFirst(queue);
        }
        return state.picked[0];
    }
}
