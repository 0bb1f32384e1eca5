package com.penguinmails.mta.schedule;

import com.penguinmails.mta.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a {@link QueueAgent} on a thread of its own, which sleeps until there is something to do. */
public final class QueueThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueThread.class);

    private final QueueAgent agent;
    private final Clock clock;
    private final Thread thread;
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

    /** Stops after the work at hand; nothing is given out any more. What is queued stays in the journal. */
    @Override
    public void close() {
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
        while (!closing) {
            try {
                if (agent.doWork() == 0) {
                    agent.sleep(agent.nextDeadlineNanos() - clock.nanoTime());
                }
            } catch (RuntimeException e) {
                // One recipient's defect must not stop the mail of all others.
                LOG.error("the queue met a defect and goes on", e);
            }
        }
    }
}
