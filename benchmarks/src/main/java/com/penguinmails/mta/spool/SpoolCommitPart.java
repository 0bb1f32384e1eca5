package com.penguinmails.mta.spool;

import com.penguinmails.benchmarks.Part;
import com.penguinmails.benchmarks.Subject;
import com.penguinmails.benchmarks.TemporaryDirectory;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A message of 2 KiB on disk, content and journal, forced; each producer hands over 64 and waits until all of them are there. The
 * time of a message is as its producer sees it: with two producers at the same time, twice as many are done in it. Rivals are a
 * plain log in one file, forced once for all that wait, and one that is forced for each message.
 */
@Part("commit")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class SpoolCommitPart {
    private static final String ONE = "2 KiB forced, 1 producer";
    private static final String TWO = "2 KiB forced, 2 producers";
    private static final String FOUR = "2 KiB forced, 4 producers";
    private static final String GROUP = "a plain log, a force for each group";
    private static final String EACH = "a plain log, a force for each message";
    private static final int BATCH = 64;
    private static final int OCTETS = 2048;
    private static final long FULL_NANOS = 20_000;

    private final byte[] content = new byte[OCTETS];
    private final JournalRecord message = BenchedMessage.of(1, SpoolEntry.contentNumber(0, OCTETS));

    /** Ours. */
    @State(Scope.Benchmark)
    public static class OurSpool {
        private final Path directory = temporary();
        private final Spool spool = open(directory);

        private static Spool open(Path directory) {
            try {
                Spool spool = ChronicleSpool.open(directory, SpoolConfig.defaults(), new SilentEvents(),
                        new SystemClock());
                spool.recover(new EmptySpool());
                spool.start();
                return spool;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @TearDown
        public void close() throws IOException {
            spool.close();
            TemporaryDirectory.delete(directory);
        }
    }

    /** A file. */
    @State(Scope.Benchmark)
    public static class File {
        private final Path directory = temporary();
        private final PlainLog log = open(directory);

        private static PlainLog open(Path directory) {
            try {
                return new PlainLog(directory.resolve("log"));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @TearDown
        public void close() throws IOException {
            log.close();
            TemporaryDirectory.delete(directory);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("penguin-bench-commit");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Those of one batch that are not on disk yet. */
    private static final class Awaited implements CommitListener {
        private final CountDownLatch left = new CountDownLatch(BATCH);
        private volatile String failure = "";

        @Override
        public void committed(CommittedEntry entry) {
            left.countDown();
        }

        @Override
        public void failed(String reason) {
            failure = reason;
            left.countDown();
        }

        void await() throws InterruptedException {
            left.await();
            if (!failure.isEmpty()) {
                throw new IllegalStateException(failure);
            }
        }
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Subject(task = ONE)
    public void one(OurSpool state) throws InterruptedException {
        commit(state.spool);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Subject(task = ONE, rival = GROUP)
    public void oneInGroups(File state) throws IOException {
        commit(state.log);
    }

    @Benchmark
    @OperationsPerInvocation(BATCH)
    @Subject(task = ONE, rival = EACH)
    public void oneByOne(File state) throws IOException {
        for (int i = 0; i < BATCH; i++) {
            state.log.force(state.log.append(ByteBuffer.wrap(content)));
        }
    }

    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(BATCH)
    @Subject(task = TWO)
    public void two(OurSpool state) throws InterruptedException {
        commit(state.spool);
    }

    @Benchmark
    @Threads(2)
    @OperationsPerInvocation(BATCH)
    @Subject(task = TWO, rival = GROUP)
    public void twoInGroups(File state) throws IOException {
        commit(state.log);
    }

    @Benchmark
    @Threads(4)
    @OperationsPerInvocation(BATCH)
    @Subject(task = FOUR)
    public void four(OurSpool state) throws InterruptedException {
        commit(state.spool);
    }

    @Benchmark
    @Threads(4)
    @OperationsPerInvocation(BATCH)
    @Subject(task = FOUR, rival = GROUP)
    public void fourInGroups(File state) throws IOException {
        commit(state.log);
    }

    private void commit(Spool spool) throws InterruptedException {
        var awaited = new Awaited();
        for (int i = 0; i < BATCH; i++) {
            var entry = new SpoolEntry(List.of(ByteBuffer.wrap(content)), List.of(message));
            while (!spool.offer(entry, awaited)) {
                LockSupport.parkNanos(FULL_NANOS);
            }
        }
        awaited.await();
    }

    private void commit(PlainLog log) throws IOException {
        long end = 0;
        for (int i = 0; i < BATCH; i++) {
            end = log.append(ByteBuffer.wrap(content));
        }
        log.force(end);
    }
}
