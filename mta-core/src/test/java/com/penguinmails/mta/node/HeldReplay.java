package com.penguinmails.mta.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/**
 * Holds up the thread that puts mail of an earlier start back into the queue, where it tells its log that it has read all of the
 * journal and has not handed over the last block: for every node that starts from now on, until {@link #letGo}. Thread-safe.
 */
final class HeldReplay extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final int SECONDS = 30;

    private final Logger log = (Logger) LoggerFactory.getLogger(QueueRecovery.class);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    static HeldReplay begin() {
        var held = new HeldReplay();
        held.log.setLevel(Level.INFO);
        held.log.setAdditive(false);
        held.setContext(held.log.getLoggerContext());
        held.start();
        held.log.addAppender(held);
        return held;
    }

    @Override
    protected void append(ILoggingEvent event) {
        if (Thread.currentThread().getName().equals("queue-restore")
                && event.getFormattedMessage().startsWith("Reading the journal back")) {
            reached.countDown();
            await(released, "to be let go");
        }
    }

    void awaitReached() {
        await(reached, "that the journal is read back");
    }

    void letGo() {
        released.countDown();
    }

    private static void await(CountDownLatch latch, String what) {
        try {
            if (!latch.await(SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("waited too long " + what);
            }
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Override
    public void close() {
        letGo();
        log.detachAppender(this);
        log.setAdditive(true);
        log.setLevel(null);
    }
}
