package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.inject.Submitter;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Messages at a steady pace, each timed from the instant at which it was due: when the server is late for one, those that wait
 * behind it are late too, and it shows. For one thread.
 */
final class PacedLoad {
    private static final double NANOS_PER_SECOND = 1e9;

    private final Clock clock;
    private final int connections;
    private final Supplier<Submitter> submitters;

    /** @param submitters one for each connection */
    PacedLoad(Clock clock, int connections, Supplier<Submitter> submitters) {
        this.clock = clock;
        this.connections = connections;
        this.submitters = submitters;
    }

    /** One run of it. */
    private final class Run {
        private final long[] nanos;
        private final double nanosApart;
        private final long begin = clock.nanoTime();
        private final AtomicInteger next = new AtomicInteger();
        private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

        Run(int messages, double perSecond) {
            nanos = new long[messages];
            nanosApart = NANOS_PER_SECOND / perSecond;
        }

        void work() {
            try (Submitter submitter = submitters.get()) {
                for (int n = next.getAndIncrement(); n < nanos.length
                        && failure.get() == null; n = next.getAndIncrement()) {
                    submit(submitter, n);
                }
            } catch (IOException e) {
                failure.set(e.toString());
            } catch (InterruptedException e) {
                failure.set("interrupted");
                Thread.currentThread().interrupt();
            }
        }

        private void submit(Submitter submitter, int number) throws IOException, InterruptedException {
            long due = begin + (long) (number * nanosApart);
            for (long left = due - clock.nanoTime(); left > 0; left = due - clock.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            int code = submitter.submit(number);
            nanos[number] = clock.nanoTime() - due;
            if (code / 100 != 2) {
                throw new IOException("message " + number + " was answered " + code);
            }
        }
    }

    /** Submits messages at a rate; returns how many nanoseconds each took from its due instant to its answer, in rising order. */
    long[] submit(int messages, double perSecond) throws IOException, InterruptedException {
        var run = new Run(messages, perSecond);
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            workers.add(Thread.ofVirtual().name("paced-" + i).start(run::work));
        }
        for (Thread worker : workers) {
            worker.join();
        }
        String failed = run.failure.get();
        if (failed != null) {
            throw new IOException("not every message was accepted: " + failed);
        }
        Arrays.sort(run.nanos);
        return run.nanos;
    }

    /** The least value that this share of sorted values does not exceed. */
    static long quantile(long[] sorted, double share) {
        return sorted[(int) Math.max(0, Math.ceil(share * sorted.length) - 1)];
    }
}
