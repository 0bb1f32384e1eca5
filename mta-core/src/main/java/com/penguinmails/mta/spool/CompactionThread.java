package com.penguinmails.mta.spool;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Runs the {@link Compactor} beside the commits: it looks after commits, a few times a second at most, and sleeps otherwise. */
final class CompactionThread implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private final Compactor compactor;
    private final Thread thread = new Thread(this::run, "spool-compact");
    private volatile boolean dirty = true;
    private volatile boolean idle;
    private volatile boolean closed;

    CompactionThread(Compactor compactor) {
        this.compactor = compactor;
    }

    void start() {
        thread.start();
    }

    /** Something was committed. */
    void committed() {
        dirty = true;
        if (idle) {
            LockSupport.unpark(thread);
        }
    }

    private void run() {
        while (!closed) {
            dirty = false;
            long wait = compactor.doWork();
            Optional<CompletableFuture<Boolean>> step = compactor.inFlight();
            if (step.isPresent()) {
                var _ = step.get().join();
                LockSupport.parkNanos(STEP_NANOS); // mail goes first
            } else if (wait > 0) {
                sleep(wait);
            }
        }
    }

    private void sleep(long nanos) {
        if (dirty) {
            LockSupport.parkNanos(Math.min(nanos, LOOK_NANOS));
            return;
        }
        idle = true;
        if (!dirty && !closed) {
            LockSupport.parkNanos(nanos);
        }
        idle = false;
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
        Threads.join(thread);
    }
}
