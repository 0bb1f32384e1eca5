package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.RecipientKey;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the records of the journal add up to: which recipients are open and where, the books, the jobs. The same fold runs at
 * commit and at recovery, so that both come to the same sums.
 *
 * <p>One thread changes it, a group of commits under one lock; any thread asks, between two groups.
 */
final class SpoolState implements Books {
    private final ReentrantLock lock = new ReentrantLock();
    private final GenerationTable generations = new GenerationTable();
    private final BooksLedger ledger = new BooksLedger();
    private final JobLedger jobs = new JobLedger();
    private final FactTable facts = new FactTable();
    private boolean restored;

    /** Something to be done in one piece. */
    @FunctionalInterface
    interface Action<T, E extends Exception> {
        T run() throws E;
    }

    /** Does something in one piece: no reader sees the middle of it. */
    <T, E extends Exception> T exclusively(Action<T, E> action) throws E {
        lock.lock();
        try {
            return action.run();
        } finally {
            lock.unlock();
        }
    }

    /** Changes something in one piece. */
    void change(Runnable action) {
        lock.lock();
        try {
            action.run();
        } finally {
            lock.unlock();
        }
    }

    /** The generations; only within {@link #exclusively}. */
    GenerationTable generations() {
        return generations;
    }

    /** The jobs; only within {@link #exclusively}. */
    JobLedger jobs() {
        return jobs;
    }

    /** What is kept by key; changed within {@link #exclusively}, asked by any thread. */
    FactTable facts() {
        return facts;
    }

    /**
     * Adds a record that lies in {@code generation}; within {@link #exclusively}.
     *
     * @param bytes of the record
     */
    void apply(JournalItem item, long sequence, int generation, int bytes) {
        switch (item) {
            case JournalItem.Fact(JournalRecord value) -> applyFact(value, sequence, generation, bytes);
            case JournalItem.Discarded _ -> {
                /* changes nothing */ }
            case JournalItem.Relocation moved -> generations.move(generation, moved,
                    need(moved.value().content().length(), bytes));
            case JournalItem.TemplateMoved moved -> jobs.moveTemplate(moved.job(), moved.template());
            case JournalItem.Checkpoint(JournalItem.BooksState books) -> restoreOnce(books);
        }
    }

    /** Adds an acceptance of which only the head was read; within {@link #exclusively}. */
    void accept(AcceptanceHead head, long sequence, int generation, int bytes) {
        Generation holder = generations.get(generation);
        holder.accept(sequence, head.recipients(), need(head.contentBytes(), bytes));
        ledger.accept(head.labels(), head.recipients());
        if (head.job() != null) {
            jobs.accept(head.job(), head.firstRow(), head.recipients());
        }
        remember(holder, head.idempotency());
    }

    private static long need(int contentBytes, int recordBytes) {
        return (long) contentBytes + recordBytes + 2 * Frame.HEADER;
    }

    /** What a checkpoint holds; within {@link #exclusively}. */
    JournalItem.BooksState booksState() {
        return new JournalItem.BooksState(ledger.snapshot(), jobs.state());
    }

    private void applyFact(JournalRecord value, long sequence, int generation, int bytes) {
        switch (value) {
            case JournalRecord.Acceptance acceptance -> accept(AcceptanceHead.of(acceptance), sequence, generation,
                    bytes);
            case JournalRecord.JobOpened opened -> {
                jobs.open(opened);
                remember(generations.get(generation), opened.idempotency());
            }
            case JournalRecord.JobClosed closed -> jobs.close(closed.id());
            case JournalRecord.Attempted attempted when attempted.isFinal() -> settle(attempted);
            case JournalRecord.Attempted attempted -> defer(attempted);
            case JournalRecord.Remembered remembered -> remember(generations.get(generation), remembered.entry());
            case JournalRecord.Kept kept -> facts.keep(kept, generation);
            case JournalRecord.Reported _,JournalRecord.Noted _ -> {
                /* changes nothing */ }
        }
    }

    private void settle(JournalRecord.Attempted attempted) {
        generations.settle(attempted.key());
        EventType outcome = attempted.event().type();
        ledger.settle(attempted.event().labels(), outcome);
        JobId job = attempted.event().jobId();
        if (job != null) {
            jobs.settle(job, outcome);
        }
    }

    private void defer(JournalRecord.Attempted attempted) {
        EventDetail detail = attempted.event().detail();
        long due = detail == null ? 0 : detail.releaseMillis();
        generations.defer(attempted.key(), attempted.event().attempt(), due);
    }

    private static void remember(Generation holder, @Nullable IdempotencyEntry entry) {
        if (entry != null) {
            holder.remember(entry);
        }
    }

    /** The oldest checkpoint stands for all that came before it; the later ones only repeat what was added up since. */
    private void restoreOnce(JournalItem.BooksState books) {
        if (!restored) {
            ledger.restore(books.totals());
            books.jobs().forEach(jobs::restore);
        }
        restored = true;
    }

    /** The record that opened the job; waits for no commit. */
    Optional<JournalRecord.JobOpened> openedJob(JobId id) {
        return jobs.opened(id);
    }

    Optional<Spool.JobProgress> jobProgress(JobId id) {
        return exclusively(() -> jobs.progress(id));
    }

    boolean isOpen(RecipientKey key) {
        return exclusively(() -> generations.isOpen(key));
    }

    List<JournalItem.OpenRecipient> openRecipients(int generation, long acceptance) {
        return exclusively(() -> {
            Generation found = generations.find(generation);
            return found == null ? List.<JournalItem.OpenRecipient>of() : found.openRecipients(acceptance);
        });
    }

    @Override
    public Balance node() {
        return exclusively(ledger::node);
    }

    @Override
    public Map<String, Balance> tenants() {
        return exclusively(ledger::tenants);
    }

    @Override
    public Map<CampaignKey, Balance> campaigns() {
        return exclusively(ledger::campaigns);
    }

    @Override
    public Optional<Balance> job(JobId id) {
        return exclusively(() -> jobs.balance(id));
    }

    @Override
    public BooksSnapshot snapshot() {
        return exclusively(ledger::snapshot);
    }
}
