package com.penguinmails.mta.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ends a running command in good order on Ctrl-C or SIGTERM: the command sees the signal, prints its summary and closes this,
 * and only then does the process end.
 */
final class StopSignal implements AutoCloseable {
    private static final long SUMMARY_SECONDS = 10;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook = new Thread(this::onShutdown, "stop-signal");

    StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Waits this long at most; true as soon as the command should end. */
    boolean await(Duration time) throws InterruptedException {
        return asked.await(time.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        done.countDown();
        if (asked.getCount() > 0) {
            try {
                var _ = Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // The process began to end at this very moment; the hook finds the command done.
            }
        }
    }

    private void onShutdown() {
        asked.countDown();
        try {
            var _ = done.await(SUMMARY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
