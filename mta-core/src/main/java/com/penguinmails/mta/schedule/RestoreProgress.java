package com.penguinmails.mta.schedule;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How far the mail of an earlier start is back in the queue. Until all of it is, what concerns mail that may not be there yet waits
 * ({@link #whenDone}); sending does not. Without a begin there is nothing to wait for. Thread-safe.
 */
final class RestoreProgress {
    private static final int WHOLE = 100;

    private final AtomicInteger expected = new AtomicInteger();
    private volatile CompletableFuture<Boolean> done = CompletableFuture.completedFuture(true);
    private volatile int percent = WHOLE;

    /** So many recipients are to come. */
    void begin(int recipients) {
        expected.set(recipients);
        percent = 0;
        done = new CompletableFuture<>();
    }

    /** Takes so many off those that were announced; returns how many of them were. */
    int arrived(int recipients) {
        int before = expected.getAndUpdate(left -> Math.max(0, left - recipients));
        return Math.min(before, recipients);
    }

    void passed(int newPercent) {
        percent = Math.clamp(newPercent, 0, WHOLE - 1);
    }

    void end() {
        percent = WHOLE;
        done.complete(true);
    }

    /** The rest cannot be read; what waits for it fails. */
    void fail(String reason) {
        done.completeExceptionally(new IllegalStateException(reason));
    }

    boolean isDone() {
        return done.isDone() && !done.isCompletedExceptionally();
    }

    boolean hasFailed() {
        return done.isCompletedExceptionally();
    }

    /** Of the journal, 0 to 100. */
    int percent() {
        return percent;
    }

    /** Completes when all of it is back, on the thread that owns the queue; at once if it is. */
    CompletionStage<Boolean> whenDone() {
        return done;
    }
}
