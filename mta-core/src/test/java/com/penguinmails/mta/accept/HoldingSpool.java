package com.penguinmails.mta.accept;

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
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Keeps what it is offered until the test says what becomes of it: the moments that a real spool passes through too fast. */
public final class HoldingSpool implements Spool {
    private final Queue<Offer> offers = new ArrayDeque<>();
    private final List<Runnable> waiting = new ArrayList<>();
    private int room = Integer.MAX_VALUE;
    private @Nullable Executor committer;
    private SpoolHealth health = new SpoolHealth(true, "", 1, 0);
    private final List<SpoolEntry> committed = new ArrayList<>();

    private record Offer(SpoolEntry entry, CommitListener listener) {}

    @Override
    public synchronized boolean offer(SpoolEntry entry, CommitListener listener) {
        if (offers.size() >= room) {
            return false;
        }
        offers.add(new Offer(entry, listener));
        if (committer != null) {
            committer.execute(this::commitAll);
        }
        return true;
    }

    /** From now on commits on this executor whatever is offered. */
    public synchronized void commitOn(Executor executor) {
        committer = executor;
    }

    /** Keeps entries back again. */
    public synchronized void hold() {
        committer = null;
    }

    /** How many entries wait for {@link #commitAll}. */
    public synchronized int held() {
        return offers.size();
    }

    /** How many wait for room. */
    public synchronized int waiting() {
        return waiting.size();
    }

    public synchronized void commitAll() {
        while (!offers.isEmpty()) {
            Offer offer = offers.remove();
            committed.add(offer.entry());
            offer.listener().committed(new CommittedEntry(committed.size(), offer.entry().records(), List.of()));
        }
    }

    public synchronized void failAll(String reason) {
        while (!offers.isEmpty()) {
            offers.remove().listener().failed(reason);
        }
    }

    public synchronized void setRoom(int room) {
        this.room = room;
    }

    public synchronized void announceRoom() {
        List<Runnable> callbacks = List.copyOf(waiting);
        waiting.clear();
        callbacks.forEach(Runnable::run);
    }

    public synchronized void setHealth(SpoolHealth health) {
        this.health = health;
    }

    public synchronized List<SpoolEntry> committed() {
        return List.copyOf(committed);
    }

    /** The committed messages in order. */
    public List<JournalRecord.Message> messages() {
        return committed().stream().map(entry -> (JournalRecord.Message) entry.records().getFirst()).toList();
    }

    /** The content of a committed message. */
    public byte[] content(int index) {
        ByteBuffer content = committed().get(index).contents().getFirst().duplicate();
        var bytes = new byte[content.remaining()];
        content.get(bytes);
        return bytes;
    }

    @Override
    public synchronized void whenRoom(Runnable callback) {
        waiting.add(callback);
    }

    @Override
    public synchronized SpoolHealth health() {
        return health;
    }

    @Override
    public JournalRecord.Acceptance readAcceptance(SpoolRef place) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Optional<JournalRecord.JobOpened> job(JobId id) {
        return Optional.empty();
    }

    @Override
    public List<JobId> openJobs() {
        return List.of();
    }

    @Override
    public Optional<JobProgress> jobProgress(JobId id) {
        return Optional.empty();
    }

    @Override
    public ByteBuffer readContent(ContentRef content) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ByteBuffer readContent(ContentRef content, int offset, int length) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Replay recoverBooks(RecoveryListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public long memoryBytes() {
        return 0;
    }

    @Override
    public void recover(RecoveryListener listener) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start() {}

    @Override
    public Books books() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}

    @Override
    public void observe(SpoolObserver observer) {}

    @Override
    public boolean isOpen(RecipientKey key) {
        throw new UnsupportedOperationException();
    }
}
