package com.penguinmails.mta.spool;

import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.schedule.OpenRecipients;
import java.nio.ByteBuffer;

/** Expects of a recovery that nothing is there. */
public final class EmptySpool implements Spool.RecoveryListener {

    @Override
    public void progress(long scannedBytes, long totalBytes) {
        // nothing is there to be read
    }

    @Override
    public void acceptance(long sequence, SpoolRef place, JournalRecord.Acceptance record, OpenRecipients open) {
        throw new IllegalStateException("the spool is not empty");
    }

    @Override
    public void kept(String key, ByteBuffer value) {
        throw new IllegalStateException("the spool is not empty");
    }

    @Override
    public void remembered(IdempotencyEntry entry) {
        throw new IllegalStateException("the spool is not empty");
    }
}
