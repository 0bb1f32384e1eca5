package com.penguinmails.control.cli;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes what a process runs when the process is told to stop. If that is while it starts, then as soon as it has started: a database
 * that is being started must not outlive it.
 */
final class StopHook<T extends AutoCloseable> {
    private static final Logger LOG = LoggerFactory.getLogger(StopHook.class);
    private static final long LONGEST_START_SECONDS = 120;

    private final CompletableFuture<T> running = new CompletableFuture<>();

    /** To be made before the start begins. */
    static <T extends AutoCloseable> StopHook<T> install() {
        var hook = new StopHook<T>();
        Runtime.getRuntime().addShutdownHook(new Thread(hook::stop, "stop"));
        return hook;
    }

    /** The start has succeeded. */
    void started(T what) {
        running.complete(what);
    }

    /** The start has failed and left nothing open. No matter where it has succeeded. */
    void ended() {
        running.cancel(false);
    }

    private void stop() {
        try {
            running.get(LONGEST_START_SECONDS, TimeUnit.SECONDS).close();
        } catch (CancellationException _) {
            // Nothing runs.
        } catch (Exception e) {
            LOG.error("It did not stop in good order", e);
        }
    }
}
