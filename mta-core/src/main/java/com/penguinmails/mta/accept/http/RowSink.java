package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.accept.SpoolWriter;
import com.penguinmails.mta.accept.SpoolWriter.NotCommittedException;
import com.penguinmails.mta.compose.RowBlock;
import com.penguinmails.mta.message.Mailbox;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.JournalRecord.JobOpened;
import com.penguinmails.mta.spool.JournalRecord.JobRows;
import com.penguinmails.mta.spool.SpoolEntry;
import com.penguinmails.mta.time.Clock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Carries a job's rows to the spool in blocks. For one thread.
 *
 * <p>The law: blocks are committed in the order of their rows, and none is offered before the one before it is on disk. So
 * at most one entry is in flight and one is being filled, whatever the job's length; and what is on disk is always the job's
 * beginning, without a hole, so that a cut job has one place to go on from. A row that was rejected ends its block: within a
 * block the numbers of rows have no gap.
 */
final class RowSink {
    private static final int MAX_BLOCK_OCTETS = 256 * 1024;
    private static final int MAX_ENTRY_OCTETS = 1024 * 1024;
    private static final int MAX_ENTRY_BLOCKS = 16;

    private final JobOpened job;
    private final SpoolWriter writer;
    private final Clock clock;
    private final List<ByteBuffer> contents = new ArrayList<>();
    private final List<JournalRecord> records = new ArrayList<>();
    private final List<String> domains = new ArrayList<>();
    private RowBlock.Builder block = new RowBlock.Builder();
    private long firstRow;
    private int entryOctets;
    private int entryRows;
    private int flyingRows;
    private long committedRows;
    private @Nullable CompletableFuture<CommittedEntry> flying;

    RowSink(JobOpened job, SpoolWriter writer, Clock clock) {
        this.job = job;
        this.writer = writer;
        this.clock = clock;
    }

    /** Takes a row; waits while the spool is behind. */
    void add(long row, Mailbox to, byte[] variables) throws NotCommittedException, InterruptedException {
        boolean follows = row == firstRow + block.size();
        boolean full = block.size() == RowBlock.MAX_ROWS || block.octets() + variables.length > MAX_BLOCK_OCTETS;
        if (block.size() > 0 && (!follows || full)) {
            endBlock();
        }
        if (block.size() == 0) {
            firstRow = row;
        }
        block.add(to.toString(), variables);
        domains.add(to.domain());
    }

    /** Commits all that was taken. */
    void flush() throws NotCommittedException, InterruptedException {
        if (block.size() > 0) {
            endBlock();
        }
        settle();
        if (!records.isEmpty()) {
            send();
            settle();
        }
    }

    /** Rows that are on disk. */
    long committedRows() {
        return committedRows;
    }

    /** Rows that were taken and of which it is not known yet that they are on disk. */
    int pendingRows() {
        return block.size() + entryRows + (flying == null ? 0 : flyingRows);
    }

    private void endBlock() throws NotCommittedException, InterruptedException {
        ByteBuffer content = block.build();
        records.add(new JobRows(job.id(), job.labels(), job.priority(), firstRow, domains, clock.millis(),
                job.sendAtMillis(), job.expiresMillis(),
                SpoolEntry.contentNumber(contents.size(), content.remaining())));
        contents.add(content);
        entryOctets += content.remaining();
        entryRows += block.size();
        block = new RowBlock.Builder();
        domains.clear();
        boolean full = contents.size() == MAX_ENTRY_BLOCKS || entryOctets >= MAX_ENTRY_OCTETS;
        if (full || flying == null || flying.isDone()) {
            settle();
            send();
        }
    }

    private void send() throws NotCommittedException, InterruptedException {
        var entry = new SpoolEntry(contents, records);
        flyingRows = entryRows;
        contents.clear();
        records.clear();
        entryOctets = 0;
        entryRows = 0;
        flying = writer.write(entry);
    }

    /** Waits for the entry in flight. */
    private void settle() throws NotCommittedException, InterruptedException {
        CompletableFuture<CommittedEntry> waiting = flying;
        if (waiting == null) {
            return;
        }
        flying = null;
        try {
            var _ = waiting.get();
            committedRows += flyingRows;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof NotCommittedException notCommitted) {
                throw notCommitted;
            }
            throw new IllegalStateException("the spool answers in one way only", e);
        }
    }
}
