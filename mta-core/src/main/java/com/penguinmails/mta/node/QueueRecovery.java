package com.penguinmails.mta.node;

import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.QueuedAcceptance;
import com.penguinmails.mta.spool.Spool;
import java.nio.ByteBuffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts back into the queue and the ledger what the journal still knows, and tells how far it is. For the starting thread. */
public final class QueueRecovery implements Spool.RecoveryListener {
    private static final Logger LOG = LoggerFactory.getLogger(QueueRecovery.class);

    private final QueueAgent agent;
    private final IdempotencyLedger ledger;
    private final Spool spool;
    private int lastTenth;
    private long acceptances;

    public QueueRecovery(QueueAgent agent, IdempotencyLedger ledger, Spool spool) {
        this.agent = agent;
        this.ledger = ledger;
        this.spool = spool;
    }

    /** How many were put back. */
    public long acceptances() {
        return acceptances;
    }

    @Override
    public void progress(long scannedBytes, long totalBytes) {
        int tenth = (int) (scannedBytes * 10 / Math.max(1, totalBytes));
        if (tenth > lastTenth) {
            lastTenth = tenth;
            LOG.info("Reading the journal back: {} %", tenth * 10);
        }
    }

    @Override
    public void acceptance(long sequence, SpoolRef place, JournalRecord.Acceptance record, OpenRecipients open) {
        agent.restore(sequence, place, QueuedAcceptance.of(record, spool::job), open);
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
}
