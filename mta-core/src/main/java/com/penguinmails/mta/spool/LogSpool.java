package com.penguinmails.mta.spool;

import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.EventSink;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A spool on two logs. Its life: {@link #recover}, {@link #observe}, {@link #start}, {@link #close}; never back. Before the
 * start and after the close nothing is taken.
 */
abstract sealed class LogSpool implements Spool permits ChronicleSpool, MemorySpool {
    /** Bounds what one entry may add to a file. */
    static final long MAX_ENTRY_BYTES = 100L << 20;
    private final FrameLog content;
    private final FrameLog journal;
    private final SpoolConfig config;
    private final Clock clock;
    private final Duration grace;
    private final SpoolState state = new SpoolState();
    private final EventFeed events;
    private final CommitRing ring;
    private final DiskWatch disk;
    private volatile @Nullable Running running;
    private @Nullable SpoolObserver observer;
    private long nextSequence;
    private boolean replayed;
    private volatile boolean closed;

    LogSpool(FrameLog content, FrameLog journal, SpoolConfig config, EventSink events, Surroundings surroundings) {
        this.content = content;
        this.journal = journal;
        this.config = config;
        clock = surroundings.clock();
        grace = surroundings.grace();
        this.events = new EventFeed(events);
        ring = new CommitRing(config.ringSlots(), config.ringBytes().bytes());
        disk = new DiskWatch(surroundings.space(), config, clock);
    }

    @Override
    public void recover(RecoveryListener listener) throws IOException {
        addUp(listener).run(listener);
    }

    @Override
    public Replay recoverBooks(RecoveryListener listener) throws IOException {
        return addUp(listener);
    }

    private JournalReplay addUp(RecoveryListener listener) throws IOException {
        if (nextSequence != 0) {
            throw new IllegalStateException("the spool was recovered before");
        }
        List<Integer> files = journal.files();
        nextSequence = new Recovery(journal, state, events, listener, clock.millis()).run();
        return new JournalReplay(journal, state, files, this::replayed);
    }

    private synchronized void replayed() {
        replayed = true;
        Running now = running;
        if (now != null && !closed) {
            now.consumer.compact();
        }
    }

    @Override
    public void observe(SpoolObserver newObserver) {
        observer = newObserver;
    }

    @Override
    public void start() {
        if (nextSequence == 0 || running != null || closed) {
            throw new IllegalStateException("a spool is recovered first and started once");
        }
        int lastFile = Math.max(last(content), last(journal));
        var logs = new SpoolLogs(content, journal, state, config.fileSize().bytes(), lastFile, nextSequence);
        var committer = new Committer(logs, state, disk, events, ring);
        SpoolObserver told = observer;
        if (told != null) {
            committer.observe(told);
        }
        committer.prepare();
        var compactor = new Compactor(logs, state, ring, clock, config, grace);
        launched(new Running(logs, launch(committer, ring, compactor)));
    }

    private synchronized void launched(Running now) {
        running = now;
        if (replayed) {
            now.consumer.compact();
        }
    }

    /** Lets the committer consume the ring, and the compactor work beside it. */
    abstract CommitConsumer launch(Committer committer, CommitRing commitRing, Compactor compactor);

    /** On threads of their own. */
    final CommitConsumer launchThreads(Committer committer, CommitRing commitRing, Compactor compactor) {
        var compaction = new CompactionThread(compactor);
        committer.afterCommit(compaction::committed);
        return new ConsumerThreads(new CommitThread(committer, commitRing, clock), compaction);
    }

    @Override
    public boolean offer(SpoolEntry entry, CommitListener listener) {
        Pending.Offered offered = Pending.Offered.of(entry, listener);
        requireValid(offered);
        requireRoomForFacts(entry);
        return running != null && !closed && ring.offer(offered, offered.isNewMail());
    }

    private static void requireValid(Pending.Offered offered) {
        int records = offered.entry().records().size();
        if (records < 1 || records > LogPosition.MAX_ORDINALS) {
            throw new IllegalArgumentException(
                    "an entry has 1 to " + LogPosition.MAX_ORDINALS + " records, not " + records);
        }
        if (offered.bytes() > MAX_ENTRY_BYTES) {
            throw new IllegalArgumentException("an entry has at most " + MAX_ENTRY_BYTES + " octets, not "
                    + offered.bytes());
        }
        for (ByteBuffer bytes : offered.entry().contents()) {
            if (!bytes.hasRemaining()) {
                throw new IllegalArgumentException("a content has at least one octet");
            }
        }
    }

    private void requireRoomForFacts(SpoolEntry entry) {
        for (JournalRecord value : entry.records()) {
            String refusal = value instanceof JournalRecord.Kept kept ? state.facts().refusal(kept) : "";
            if (!refusal.isEmpty()) {
                throw new IllegalStateException(refusal);
            }
        }
    }

    @Override
    public void whenRoom(Runnable callback) {
        ring.whenRoom(callback);
    }

    @Override
    public String refusal() {
        return running == null || closed ? "the spool is not running" : disk.refusal();
    }

    @Override
    public SpoolHealth health() {
        Running now = running;
        String refusal = refusal();
        long used = now == null ? 0 : now.logs.usedBytes();
        return new SpoolHealth(refusal.isEmpty(), refusal, disk.freeBytes(), used);
    }

    @Override
    public long memoryBytes() {
        return state.exclusively(() -> state.generations().bytes());
    }

    @Override
    public JournalRecord.Acceptance readAcceptance(SpoolRef place) throws IOException {
        long frame = place.position() & -LogPosition.MAX_ORDINALS;
        JournalItem item = JournalCodec.decodeOne(journal.read(frame), LogPosition.ordinal(place.position()));
        return switch (item) {
            case JournalItem.Fact(JournalRecord.Acceptance acceptance) -> acceptance;
            case JournalItem.Relocation moved -> moved.value();
            default -> throw new IOException("no acceptance lies at this place");
        };
    }

    @Override
    public Optional<JournalRecord.JobOpened> job(JobId id) {
        return state.openedJob(id);
    }

    @Override
    public Optional<JobProgress> jobProgress(JobId id) {
        return state.jobProgress(id);
    }

    @Override
    public List<JobId> openJobs() {
        return state.exclusively(() -> state.jobs().unclosed());
    }

    @Override
    public ByteBuffer readContent(ContentRef ref) throws IOException {
        ByteBuffer bytes = content.read(ref.position(), ref.length());
        if (bytes.remaining() != ref.length()) {
            throw new CorruptRecordException("the content has another length");
        }
        return bytes;
    }

    @Override
    public ByteBuffer readContent(ContentRef ref, int offset, int length) throws IOException {
        if (offset < 0 || length < 0 || offset > ref.length() - length) {
            throw new IllegalArgumentException("no such part of the content");
        }
        return content.read(ref.position(), ref.length(), offset, length);
    }

    @Override
    public Books books() {
        return state;
    }

    @Override
    public boolean isOpen(RecipientKey key) {
        return state.isOpen(key);
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        closed = true;
        Running now = running;
        if (now != null) {
            now.consumer.close();
            now.logs.close();
        } else {
            content.close();
            journal.close();
        }
    }

    private static int last(FrameLog log) {
        return log.files().isEmpty() ? 0 : log.files().getLast();
    }

    private record ConsumerThreads(CommitThread commit, CompactionThread compaction) implements CommitConsumer {
        @Override
        public void compact() {
            compaction.start();
        }

        @Override
        public void close() {
            compaction.close();
            commit.close();
        }
    }

    /** What exists from the start on. */
    private record Running(SpoolLogs logs, CommitConsumer consumer) {}
}
