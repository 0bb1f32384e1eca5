package com.penguinmails.mta.spool;

import com.penguinmails.benchmarks.Part;
import com.penguinmails.benchmarks.Subject;
import com.penguinmails.benchmarks.TemporaryDirectory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A journal of 100,000 acceptances as a start reads it: each record found, its checksum tried, its items decoded. The rival reads
 * the same octets of the file and takes one checksum over all, which any reader that trusts nothing must. The file is in memory.
 */
@Part("recovery")
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 5, timeUnit = TimeUnit.MILLISECONDS, time = 500)
@Fork(1)
public class RecoveryScanPart {
    private static final String TASK = "read a record of the journal";
    private static final int RECORDS = 100_000;
    private static final int WINDOW = 1 << 16;

    /** The journal. */
    private final Path directory = temporary();
    private final SegmentedLog log = log(directory);
    private final ByteBuffer window = ByteBuffer.allocate(WINDOW);

    private static Path temporary() {
        try {
            return Files.createTempDirectory("penguin-bench-recovery");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static SegmentedLog log(Path directory) {
        try {
            return new SegmentedLog(directory, new NativeMemory());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Setup
    public void fill() throws IOException {
        var writer = new RecordWriter();
        log.roll(1);
        for (int i = 1; i <= RECORDS; i++) {
            var item = new JournalItem.Fact(BenchedMessage.of(i, new ContentRef(1_000_000, 2048)));
            long _ = log.append(i, JournalCodec.encode(writer, List.of(item)));
        }
        log.force();
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @Subject(task = TASK)
    public int scan() throws IOException {
        int[] items = new int[1];
        log.scan(1, 0, (_, sequence, payload) -> {
            items[0] += JournalCodec.decode(sequence, payload).size();
            return true;
        });
        if (items[0] != RECORDS) {
            throw new IllegalStateException("found " + items[0]);
        }
        return items[0];
    }

    @Benchmark
    @OperationsPerInvocation(RECORDS)
    @Subject(task = TASK, rival = "FileChannel and CRC32C over all")
    public long read() throws IOException {
        var checksum = new CRC32C();
        long end = log.end(1);
        try (FileChannel channel = FileChannel.open(file(), StandardOpenOption.READ)) {
            while (channel.position() < end && channel.read(window.clear()) > 0) {
                checksum.update(window.flip());
            }
        }
        return checksum.getValue();
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> ChronicleWriter.number(file) > 0 && Files.isRegularFile(file)).findFirst()
                    .orElseThrow();
        }
    }

    @TearDown
    public void close() throws IOException {
        log.close();
        TemporaryDirectory.delete(directory);
    }
}
