package com.penguinmails.mta.node;

import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.schedule.QueueProxy;
import com.penguinmails.mta.schedule.QueuedMail;
import com.penguinmails.mta.schedule.RestoredMail;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.QueuedAcceptance;
import com.penguinmails.mta.spool.Spool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts back into the queue and the ledger what the journal still knows, and tells how far it is.
 *
 * <p>First, on the starting thread, all that must be known before anything can be accepted: books, facts, idempotency entries. Then
 * the open mail, on a thread of its own, while the node already sends, and takes new mail if it is configured to. The queue is
 * handed blocks of a bounded number of acceptances, so that its thread has time for other things, and memory is bounded.
 */
public final class QueueRecovery implements Spool.RecoveryListener, Spool.ReplayListener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueueRecovery.class);
    private static final int BLOCK = 256;
    private static final int BLOCKS_WAITING = 8;
    private static final int PERCENT = 100;
    private static final int TOLD_EVERY_PERCENT = 10;

    private final QueueAgent agent;
    private final QueueProxy queue;
    private final IdempotencyLedger ledger;
    private final Spool spool;
    private final Semaphore room = new Semaphore(BLOCKS_WAITING);
    private List<RestoredMail> block = new ArrayList<>(BLOCK);
    private int told;
    private long acceptances;
    private volatile boolean closed;
    private volatile @Nullable Thread thread;

    public QueueRecovery(QueueAgent agent, IdempotencyLedger ledger, Spool spool) {
        this.agent = agent;
        this.queue = agent.proxy();
        this.ledger = ledger;
        this.spool = spool;
    }

    /** How many were put back. */
    public long acceptances() {
        return acceptances;
    }

    /** Reads what must be known first; {@link #start} goes on with what this returns. */
    Spool.Replay recoverBooks() throws IOException {
        Spool.Replay replay = spool.recoverBooks(this);
        if (spool.books().node().accepted() > 0) {
            agent.continueLimits();
        }
        queue.beginRestore(Math.toIntExact(replay.recipients()));
        return replay;
    }

    /** Begins to put the open mail back into the queue, whose thread must run. */
    void start(Spool.Replay replay) {
        thread = Thread.ofPlatform().name("queue-restore").start(() -> restore(replay));
    }

    private void restore(Spool.Replay replay) {
        try {
            replay.run(this);
            if (!closed) {
                hand();
                queue.endRestore();
                LOG.info("The queue is read back: {} messages and blocks of rows are still to be delivered",
                        acceptances);
            }
        } catch (IOException | RuntimeException e) {
            LOG.error("The journal could not be read back to its end; restart the node to deliver the rest", e);
            queue.restoreFailed("the queue could not be read back");
        }
    }

    @Override
    public void progress(long scannedBytes, long totalBytes) {
        int percent = (int) (scannedBytes * PERCENT / Math.max(1, totalBytes));
        queue.restorePassed(percent);
        if (percent >= told + TOLD_EVERY_PERCENT) {
            told = percent - percent % TOLD_EVERY_PERCENT;
            LOG.info("Reading the journal back: {} %", told);
        }
    }

    @Override
    public boolean acceptance(long sequence, SpoolRef place, QueuedMail mail, OpenRecipients open) {
        block.add(new RestoredMail(sequence, place, mail, open));
        acceptances++;
        if (block.size() == BLOCK) {
            hand();
        }
        return !closed;
    }

    private void hand() {
        room.acquireUninterruptibly();
        queue.restore(block, room::release);
        block = new ArrayList<>(BLOCK);
    }

    /** Where the whole recovery runs before the start ({@link Spool#recover}), on the thread that owns the queue. */
    @Override
    public void acceptance(long sequence, SpoolRef place, JournalRecord.Acceptance value, OpenRecipients open) {
        agent.restore(sequence, place, QueuedAcceptance.of(value, spool::job), open);
        acceptances++;
    }

    @Override
    public void kept(String key, ByteBuffer value) {
        var octets = new byte[value.remaining()];
        var _ = value.get(octets);
        agent.restoreFact(key, octets);
    }

    @Override
    public void remembered(IdempotencyEntry entry) {
        ledger.restore(entry);
    }

    /** Ends early; what was not put back yet stays in the journal. Before the thread of the queue ends. */
    @Override
    public void close() {
        closed = true;
        Thread running = thread;
        boolean interrupted = false;
        while (running != null && running.isAlive()) {
            try {
                running.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
