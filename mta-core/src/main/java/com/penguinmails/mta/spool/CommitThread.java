package com.penguinmails.mta.spool;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.Sequence;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that commits: it sleeps while the ring is empty and takes all that waits as one group. */
final class CommitThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitThread.class);
    private static final int MAX_GROUP = 512;
    private static final long DRAIN_LOOK_NANOS = 200_000;
    private final CommitRing ring;
    private final BatchEventProcessor<CommitRing.Slot> processor;
    private final Thread thread;

    CommitThread(Committer committer, CommitRing ring) {
        this.ring = ring;
        processor = new BatchEventProcessorBuilder().setMaxBatchSize(MAX_GROUP).build(ring.ring(),
                ring.ring().newBarrier(), new Handler(committer, ring));
        processor.setExceptionHandler(new Fatal());
        ring.ring().addGatingSequences(processor.getSequence());
        thread = new Thread(processor, "spool-commit");
        thread.start();
    }

    /** Commits what was offered before, then ends. */
    @Override
    public void close() {
        while (processor.getSequence().get() < ring.ring().getCursor() && thread.isAlive()) {
            LockSupport.parkNanos(DRAIN_LOOK_NANOS);
        }
        processor.halt();
        Threads.join(thread);
    }

    private static final class Handler implements EventHandler<CommitRing.Slot> {
        private final Committer committer;
        private final CommitRing ring;
        private @Nullable Sequence consumed;

        Handler(Committer committer, CommitRing ring) {
            this.committer = committer;
            this.ring = ring;
        }

        @Override
        public void setSequenceCallback(Sequence sequence) {
            consumed = sequence;
        }

        @Override
        public void onEvent(CommitRing.Slot slot, long sequence, boolean endOfBatch) {
            Pending pending = slot.take();
            if (pending != null) {
                committer.add(pending);
            }
            if (endOfBatch) {
                committer.commit();
                if (consumed != null) {
                    consumed.set(sequence);
                }
                ring.callIfRoom();
            }
        }
    }

    /** The committer reports failures itself; whatever still comes here is a bug, and the thread must go on. */
    private static final class Fatal implements ExceptionHandler<CommitRing.Slot> {

        @Override
        public void handleEventException(Throwable e, long sequence, CommitRing.@Nullable Slot slot) {
            LOG.error("the committing thread met an unexpected failure", e);
        }

        @Override
        public void handleOnStartException(Throwable e) {
            LOG.error("the committing thread failed to start", e);
        }

        @Override
        public void handleOnShutdownException(Throwable e) {
            LOG.error("the committing thread failed to stop", e);
        }
    }
}
