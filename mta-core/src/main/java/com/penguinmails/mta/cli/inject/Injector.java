package com.penguinmails.mta.cli.inject;

import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * Runs a plan: so many workers, each with a submitter of its own, take message after message at the plan's pace. Each message is
 * tried once; a worker whose connection fails several times in a row gives up. Thread-safe.
 */
public final class Injector implements Runnable {
    private static final int CODES = 1000;
    private static final int FAILURES_MAX = 10;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(100);

    private final InjectionPlan plan;
    private final Supplier<Submitter> submitters;
    private final Clock clock;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLongArray replies = new AtomicLongArray(CODES);
    private final LatencyHistogram latencies = new LatencyHistogram();
    private final LongAdder failed = new LongAdder();
    private volatile String lastFailure = "";
    private volatile boolean stopped;
    private volatile long begin;
    private volatile long end;

    /** Ready to {@link #run}. */
    public Injector(InjectionPlan plan, Supplier<Submitter> submitters, Clock clock) {
        this.plan = plan;
        this.submitters = submitters;
        this.clock = clock;
        this.begin = clock.nanoTime();
    }

    /** Submits all messages; returns when each has its answer or {@link #stop} was called. Interrupted, it stops. */
    @Override
    public void run() {
        begin = clock.nanoTime();
        List<Thread> workers = new ArrayList<>();
        for (int i = 0; i < plan.connections(); i++) {
            workers.add(Thread.ofVirtual().name("inject-" + i).start(this::work));
        }
        try {
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
        }
        end = clock.nanoTime();
    }

    /** No further message is begun. */
    public void stop() {
        stopped = true;
    }

    /** What came of it so far. */
    public InjectionSummary summary() {
        SortedMap<Integer, Long> byCode = new TreeMap<>();
        long answered = 0;
        long accepted = 0;
        for (int code = 0; code < CODES; code++) {
            long times = replies.get(code);
            if (times > 0) {
                byCode.put(code, times);
                answered += times;
                accepted += code / 100 == 2 ? times : 0;
            }
        }
        double seconds = ((end == 0 ? clock.nanoTime() : end) - begin) / 1e9;
        return new InjectionSummary(answered, accepted, failed.sum(), Collections.unmodifiableSortedMap(byCode),
                latencies.millis(0.5),
                latencies.millis(0.99), seconds, lastFailure);
    }

    private void work() {
        try (Submitter submitter = submitters.get()) {
            int failures = 0;
            while (failures < FAILURES_MAX) {
                long n = take();
                if (n >= plan.count()) {
                    return;
                }
                awaitTurn(n);
                failures = submit(submitter, n) ? 0 : failures + 1;
                if (failures > 0) {
                    Thread.sleep(AFTER_FAILURE);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long take() {
        return stopped ? Long.MAX_VALUE : next.getAndIncrement();
    }

    private boolean submit(Submitter submitter, long number) throws InterruptedException {
        long start = clock.nanoTime();
        try {
            int code = submitter.submit(number);
            latencies.add(clock.nanoTime() - start);
            replies.incrementAndGet(Math.floorMod(code, CODES));
            return true;
        } catch (IOException e) {
            lastFailure = e.toString();
            failed.increment();
            return false;
        }
    }

    /** With a rate, message n is due n/rate seconds after the beginning, however long others took. */
    private void awaitTurn(long number) throws InterruptedException {
        if (plan.rate() > 0) {
            long due = begin + (long) (number * 1e9 / plan.rate());
            for (long wait = due - clock.nanoTime(); wait > 0 && !stopped; wait = due - clock.nanoTime()) {
                Thread.sleep(Duration.ofNanos(Math.min(wait, 100_000_000)));
            }
        }
    }
}
