package com.penguinmails.mta.spool;

import com.lmax.disruptor.BatchEventProcessor;
import com.lmax.disruptor.BatchEventProcessorBuilder;
import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.ExceptionHandler;
import com.lmax.disruptor.Sequence;
import com.penguinmails.mta.time.Clock;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that commits: it sleeps while the ring is empty and takes all that waits, and what {@link GroupPace} has it wait for,
 * as one group.
 */
final class CommitThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitThread.class);
    private static final int MAX_GROUP = 512;
    private static final long DRAIN_LOOK_NANOS = 200_000;
    private final CommitRing ring;
    private final BatchEventProcessor<CommitRing.Slot> processor;
    private final Thread thread;

    CommitThread(Committer committer, CommitRing ring, Clock clock) {
        this.ring = ring;
        processor = new BatchEventProcessorBuilder().setMaxBatchSize(MAX_GROUP).build(ring.ring(),
                ring.ring().newBarrier(), new Handler(committer, ring, new GroupPace(clock)));
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
        private final GroupPace pace;
        private @Nullable Sequence consumed;
        private int taken;

        Handler(Committer committer, CommitRing ring, GroupPace pace) {
            this.committer = committer;
            this.ring = ring;
            this.pace = pace;
        }

        @Override
        public void setSequenceCallback(Sequence sequence) {
            consumed = sequence;
        }

        @Override
        public void onEvent(CommitRing.Slot slot, long sequence, boolean endOfBatch) {
            Pending pending = slot.take();
            if (taken++ == 0) {
                pace.begun();
            }
            if (pending != null) {
                committer.add(pending);
            }
            if (endOfBatch && !hasCompanyAfterWait(sequence)) {
                committer.commit();
                pace.committed(taken);
                taken = 0;
                if (consumed != null) {
                    consumed.set(sequence);
                }
                ring.callIfRoom();
            }
        }

        /** Whether more has come, which ends this batch in its turn; waits for it where that pays. */
        private boolean hasCompanyAfterWait(long sequence) {
            long wait = pace.waitNanos(taken);
            if (wait <= 0) {
                return false;
            }
            LockSupport.parkNanos(wait);
            return ring.ring().getCursor() > sequence;
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
