package com.penguinmails.system.simulation;

import com.penguinmails.mta.accept.IdempotencyLedger;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.node.QueueRecovery;
import com.penguinmails.mta.schedule.OpenRecipients;
import com.penguinmails.mta.schedule.QueueAgent;
import com.penguinmails.mta.spool.IdempotencyEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.Spool;
import java.nio.ByteBuffer;

/** The node's own recovery, with the laws looking on. */
final class Recovery implements Spool.RecoveryListener {
    private final QueueRecovery recovery;
    private final Laws laws;

    Recovery(QueueAgent agent, IdempotencyLedger ledger, Spool spool, Laws laws) {
        recovery = new QueueRecovery(agent, ledger, spool);
        this.laws = laws;
    }

    @Override
    public void progress(long scannedBytes, long totalBytes) {
        // Only for people.
    }

    @Override
    public void acceptance(long sequence, SpoolRef place, JournalRecord.Acceptance record, OpenRecipients open) {
        MessageId id = switch (record) {
            case JournalRecord.Message message -> message.id();
            case JournalRecord.JobRows rows -> MessageId.ofJobRow(rows.job(), rows.firstRow());
        };
        laws.shown(sequence, id, open);
        recovery.acceptance(sequence, place, record, open);
    }

    @Override
    public void remembered(IdempotencyEntry entry) {
        recovery.remembered(entry);
    }

    @Override
    public void kept(String key, ByteBuffer value) {
        recovery.kept(key, value);
    }
}
