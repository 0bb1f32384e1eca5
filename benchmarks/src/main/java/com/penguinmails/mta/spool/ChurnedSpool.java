package com.penguinmails.mta.spool;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;

/**
 * A spool on disk, compacted as a node's, under mail that comes at a rate and goes at different ages. A look at the disk is taken when the
 * mail of a round is in and the compactor has come to rest; commits are timed all along. For one thread.
 */
public final class ChurnedSpool implements AutoCloseable, Spool.SpoolObserver {
    private static final int ROUNDS = 8;
    private static final Duration GRACE = Duration.ofSeconds(1);
    private static final long REST_NANOS = GRACE.toNanos() * 3;
    private static final long LONGEST_REST_NANOS = GRACE.toNanos() * 60;
    private static final long PAUSE_NANOS = 1_000_000;
    private final Path directory;
    private final Clock clock;
    private final ChronicleSpool spool;
    private final ChurnedMail mail;
    private final PriorityQueue<Live> waiting = new PriorityQueue<>(Comparator.comparingLong(Live::nextNanos));
    private final Queue<Live> committed = new ConcurrentLinkedQueue<>();
    private final Queue<Long> commitNanos = new ConcurrentLinkedQueue<>();
    private final Map<Long, Live> places = new ConcurrentHashMap<>();
    private final AtomicLong liveBytes = new AtomicLong();
    private final AtomicLong movedBytes = new AtomicLong();
    private final AtomicLong open = new AtomicLong();
    private long offeredBytes;
    private volatile String failure = "";

    /** A message that is on disk. */
    private record Live(long number, SpoolRef place, int size, ChurnedMail.Life life, long nextNanos) {}

    /** @param compactBelow as in the configuration; 0: nothing is compacted, only deleted */
    public ChurnedSpool(Path directory, int compactBelow, ByteSize fileSize, Clock clock) throws IOException {
        this.directory = directory;
        this.clock = clock;
        mail = new ChurnedMail(clock);
        SpoolConfig shipped = SpoolConfig.defaults();
        var config = new SpoolConfig(shipped.kind(), fileSize, new ByteSize(0), shipped.resumeAbove(),
                shipped.ringSlots(),
                shipped.ringBytes(), compactBelow);
        spool = ChronicleSpool.open(directory, config, new SilentEvents(),
                new Surroundings(clock, () -> Long.MAX_VALUE, GRACE));
        spool.recover(new EmptySpool());
        spool.observe(this);
        spool.start();
    }

    /** Takes in so many octets of content, at {@code rate} messages a second, and tells how it went. */
    public ChurnFigures run(long octets, int rate, DoubleConsumer progress) throws IOException {
        double most = 0;
        long sendingNanos = 0;
        for (int round = 1; round <= ROUNDS; round++) {
            long begin = clock.nanoTime();
            takeIn(octets / ROUNDS * round, rate);
            sendingNanos += clock.nanoTime() - begin;
            rest();
            most = Math.max(most, (double) closedBytes() / liveBytes.get());
            progress.accept((double) round / ROUNDS);
        }
        long[] times = commitNanos.stream().mapToLong(Long::longValue).toArray();
        Arrays.sort(times);
        return new ChurnFigures(most, liveBytes.get(), (offeredBytes + movedBytes.get()) / (double) offeredBytes,
                ChurnFigures.CommitTimes.of(times), times.length * 1e9 / sendingNanos);
    }

    private void takeIn(long until, int rate) throws IOException {
        long begin = clock.nanoTime();
        long pause = Duration.ofSeconds(1).toNanos() / rate;
        for (long sent = 0; offeredBytes < until; sent++) {
            while (clock.nanoTime() - begin < sent * pause) {
                settleDue();
                LockSupport.parkNanos(PAUSE_NANOS);
            }
            accept();
        }
    }

    private void accept() throws IOException {
        SpoolEntry entry = mail.next();
        int size = entry.contents().getFirst().remaining();
        offeredBytes += size;
        open.incrementAndGet();
        offer(entry, new Timed(size, mail.life(), clock.nanoTime()));
    }

    private void offer(SpoolEntry entry, CommitListener listener) throws IOException {
        while (!spool.offer(entry, listener)) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        if (!failure.isEmpty()) {
            throw new IOException("the spool could not be written: " + failure);
        }
    }

    /** Writes the outcomes of the mail whose time has come: a deferral, or its last. */
    private void settleDue() throws IOException {
        for (Live live = committed.poll(); live != null; live = committed.poll()) {
            waiting.add(live);
        }
        long now = clock.nanoTime();
        for (Live live = waiting.peek(); live != null && live.nextNanos() <= now; live = waiting.peek()) {
            waiting.remove();
            ChurnedMail.Life rest = live.life().next();
            var key = new RecipientKey(live.number(), 0);
            offer(mail.outcome(key, live.place(), rest.isOver()), new Untimed());
            if (rest.isOver()) {
                places.remove(live.number());
                liveBytes.addAndGet(-live.size());
            } else {
                waiting.add(new Live(live.number(), live.place(), live.size(), rest, now + rest.pauseNanos()));
            }
        }
    }

    /** Until the files have not changed for a while; what falls due meanwhile stays. */
    private void rest() throws IOException {
        long began = clock.nanoTime();
        long since = began;
        long before = -1;
        while (clock.nanoTime() - since < REST_NANOS && clock.nanoTime() - began < LONGEST_REST_NANOS) {
            long used = spool.health().usedBytes();
            since = used == before && open.get() == 0 ? since : clock.nanoTime();
            before = used;
            LockSupport.parkNanos(GRACE.toNanos() / 20);
        }
        if (!failure.isEmpty()) {
            throw new IOException("the spool could not be written: " + failure);
        }
    }

    private long closedBytes() throws IOException {
        return closedBytes(directory.resolve("content")) + closedBytes(directory.resolve("journal"));
    }

    /** What the files of a log take in blocks, but for the newest one. */
    private static long closedBytes(Path log) throws IOException {
        var memory = new NativeMemory();
        try (Stream<Path> paths = Files.walk(log)) {
            List<Path> files = paths.filter(path -> ChronicleWriter.number(path) > 0)
                    .sorted(Comparator.comparingInt(ChronicleWriter::number)).toList();
            return files.stream().limit(Math.max(files.size() - 1, 0)).mapToLong(memory::allocatedBytes).sum();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void accepted(long sequence, SpoolRef place, JournalRecord.Acceptance value) {
        // the message's own listener takes note
    }

    @Override
    public void relocated(long acceptance, SpoolRef from, SpoolRef to) {
        Live live = places.get(acceptance);
        movedBytes.addAndGet(live == null ? 0 : live.size());
    }

    @Override
    public void close() {
        spool.close();
    }

    private final class Timed implements CommitListener {
        private final int size;
        private final ChurnedMail.Life life;
        private final long begin;

        Timed(int size, ChurnedMail.Life life, long begin) {
            this.size = size;
            this.life = life;
            this.begin = begin;
        }

        @Override
        public void committed(CommittedEntry entry) {
            long now = clock.nanoTime();
            commitNanos.add(now - begin);
            var live = new Live(entry.firstSequence(), entry.places().getFirst(), size, life, now + life.pauseNanos());
            places.put(live.number(), live);
            liveBytes.addAndGet(size);
            open.decrementAndGet();
            committed.add(live);
        }

        @Override
        public void failed(String reason) {
            failure = reason;
        }
    }

    private final class Untimed implements CommitListener {
        @Override
        public void committed(CommittedEntry entry) {
            // nothing waits for it
        }

        @Override
        public void failed(String reason) {
            failure = reason;
        }
    }
}
