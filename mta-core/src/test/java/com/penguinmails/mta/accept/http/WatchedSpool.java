package com.penguinmails.mta.accept.http;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.spool.Books;
import com.penguinmails.mta.spool.CommitListener;
import com.penguinmails.mta.spool.CommittedEntry;
import com.penguinmails.mta.spool.ContentRef;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.Spool;
import com.penguinmails.mta.spool.SpoolEntry;
import com.penguinmails.mta.spool.SpoolHealth;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A real spool that counts what is in flight, keeps what was committed and can be made to fail. */
final class WatchedSpool implements Spool {
    private final Spool spool;
    private final List<CommittedEntry> committed = new CopyOnWriteArrayList<>();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private final AtomicLong octetsInFlight = new AtomicLong();
    private final AtomicLong mostOctets = new AtomicLong();
    private volatile boolean keeping = true;
    private volatile boolean failing;

    WatchedSpool(Spool spool) {
        this.spool = spool;
    }

    List<CommittedEntry> committed() {
        return committed;
    }

    List<JournalRecord.Message> messages() {
        return committed.stream().flatMap(entry -> entry.records().stream())
                .filter(JournalRecord.Message.class::isInstance).map(JournalRecord.Message.class::cast).toList();
    }

    List<JournalRecord.JobRows> rows() {
        return committed.stream().flatMap(entry -> entry.records().stream())
                .filter(JournalRecord.JobRows.class::isInstance).map(JournalRecord.JobRows.class::cast).toList();
    }

    int mostInFlight() {
        return mostInFlight.get();
    }

    long mostOctets() {
        return mostOctets.get();
    }

    /** Counts from now on without keeping what was committed. */
    void forgetCommitted() {
        keeping = false;
    }

    void fail(boolean fail) {
        failing = fail;
    }

    @Override
    public boolean offer(SpoolEntry entry, CommitListener listener) {
        if (failing) {
            listener.failed("the disk is gone");
            return true;
        }
        long octets = entry.contents().stream().mapToLong(ByteBuffer::remaining).sum();
        mostOctets.accumulateAndGet(octetsInFlight.addAndGet(octets), Math::max);
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
        boolean taken = spool.offer(entry, new Watch(listener, octets));
        if (!taken) {
            inFlight.decrementAndGet();
            octetsInFlight.addAndGet(-octets);
        }
        return taken;
    }

    private final class Watch implements CommitListener {
        private final CommitListener listener;
        private final long octets;

        Watch(CommitListener listener, long octets) {
            this.listener = listener;
            this.octets = octets;
        }

        @Override
        public void committed(CommittedEntry entry) {
            landed();
            if (keeping) {
                committed.add(entry);
            }
            listener.committed(entry);
        }

        @Override
        public void failed(String reason) {
            landed();
            listener.failed(reason);
        }

        private void landed() {
            inFlight.decrementAndGet();
            octetsInFlight.addAndGet(-octets);
        }
    }

    @Override
    public void whenRoom(Runnable callback) {
        spool.whenRoom(callback);
    }

    @Override
    public SpoolHealth health() {
        return spool.health();
    }

    @Override
    public JournalRecord.Acceptance readAcceptance(SpoolRef place) throws IOException {
        return spool.readAcceptance(place);
    }

    @Override
    public Optional<JournalRecord.JobOpened> job(JobId id) {
        return spool.job(id);
    }

    @Override
    public List<JobId> openJobs() {
        return spool.openJobs();
    }

    @Override
    public Optional<JobProgress> jobProgress(JobId id) {
        return spool.jobProgress(id);
    }

    @Override
    public ByteBuffer readContent(ContentRef content) throws IOException {
        return spool.readContent(content);
    }

    @Override
    public ByteBuffer readContent(ContentRef content, int offset, int length) throws IOException {
        return spool.readContent(content, offset, length);
    }

    @Override
    public Replay recoverBooks(RecoveryListener listener) throws IOException {
        return spool.recoverBooks(listener);
    }

    @Override
    public long memoryBytes() {
        return spool.memoryBytes();
    }

    @Override
    public void recover(RecoveryListener listener) throws IOException {
        spool.recover(listener);
    }

    @Override
    public void start() {
        spool.start();
    }

    @Override
    public Books books() {
        return spool.books();
    }

    @Override
    public void close() {
        spool.close();
    }

    @Override
    public void observe(SpoolObserver observer) {
        spool.observe(observer);
    }

    @Override
    public boolean isOpen(RecipientKey key) {
        return spool.isOpen(key);
    }
}
