package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a {@link QueueAgent} on a thread of its own, which sleeps until there is something to do. */
public final class QueueThread implements AutoCloseable {
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Logger LOG = LoggerFactory.getLogger(QueueThread.class);

    private final QueueAgent agent;
    private final Clock clock;
    private final Thread thread;
    private volatile long endNanos;
    private volatile boolean closing;

    public QueueThread(QueueAgent agent, Clock clock) {
        this.agent = agent;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("queue").unstarted(this::run);
    }

    /** Starts to move mail; once. */
    public void start() {
        thread.start();
    }

    /**
     * Gives out nothing more, waits some seconds for open transactions to end, and stops. What is queued stays in the journal; a
     * transaction that did not end in time is begun again after the next start.
     */
    @Override
    public void close() {
        agent.end();
        endNanos = clock.nanoTime() + GRACE.toNanos();
        closing = true;
        agent.wake();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isOver()) {
            try {
                if (agent.doWork() == 0) {
                    agent.sleep(untilNext());
                }
            } catch (RuntimeException | Error e) {
                // One recipient's defect, or memory that is short for a moment, must not stop the mail of all others.
                LOG.error("the queue met a defect and goes on", e);
            }
        }
    }

    private boolean isOver() {
        return closing && (agent.isAtRest() || clock.nanoTime() - endNanos >= 0);
    }

    private long untilNext() {
        long now = clock.nanoTime();
        long next = Math.min(agent.nextDeadlineNanos() - now, agent.longestSleepNanos());
        return closing ? Math.min(next, endNanos - now) : next;
    }
}
