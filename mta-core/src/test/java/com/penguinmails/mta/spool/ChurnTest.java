package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.penguinmails.mta.accept.ManualClock;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However mail comes and goes, the disk holds at most one and a half times what is live, and the two files that are written to. */
final class ChurnTest {
    private static final int FILE = 1 << 20;
    /** The files that are written to, each with what passes its size before it is closed. */
    private static final long BEING_WRITTEN = 2L * (FILE + Churn.LARGEST);
    @TempDir(factory = FastTempDir.class)
    private Path directory;

    private static SpoolConfig config() {
        return new SpoolConfig("chronicle", new ByteSize(FILE), ByteSize.ofMiB(1), 110, 256, ByteSize.ofMiB(16),
                SpoolConfig.defaults().compactBelow());
    }

    private static long bound(Churn churn) {
        return churn.liveBytes() * 3 / 2 + BEING_WRITTEN;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void usedSpaceIsWithinTheBoundAfterEveryStep(long seed) throws IOException {
        var clock = new ManualClock("2026-01-01T00:00:00Z");
        var disk = new MemoryDisk();
        try (MemorySpool spool = MemorySpool.stepped(disk, config(), new RecordedEvents(), clock)) {
            spool.recover(new RecoveredMail());
            var churn = new Churn(spool, Randomness.seeded(seed), () -> assertThat(spool.doWork()).isPositive());
            spool.observe(churn);
            spool.start();
            for (int step = 1; step <= 60; step++) {
                churn.step(50);
                settle(spool, clock);
                assertThat(spool.health().usedBytes()).as("step %d of seed %d", step, seed)
                        .isLessThanOrEqualTo(bound(churn));
            }
            churn.assertReadable();
            assertThat(churn.liveBytes()).isGreaterThan(BEING_WRITTEN);
            assertThat(churn.writeAmplification()).isLessThan(2);
        }
    }

    /** Lets the compactor work until it does nothing more, with time for readers to be gone. */
    private static void settle(MemorySpool spool, ManualClock clock) {
        long before = -1;
        for (int idle = 0; idle < 20; idle++) {
            var _ = spool.doWork();
            clock.advance(Surroundings.GRACE);
            long used = spool.health().usedBytes();
            idle = used == before ? idle : 0;
            before = used;
        }
    }

    @Test
    void allocatedBlocksAreWithinTheBoundWhileMailGoesOn() throws IOException {
        var surroundings = new Surroundings(new SystemClock(), () -> Long.MAX_VALUE, Duration.ZERO);
        try (Spool spool = ChronicleSpool.open(directory, config(), new RecordedEvents(), surroundings)) {
            spool.recover(new RecoveredMail());
            var churn = new Churn(spool, Randomness.seeded(4), () -> {});
            spool.observe(churn);
            spool.start();
            for (int step = 1; step <= 30; step++) {
                churn.step(40);
                await("step " + step).atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(5))
                        .ignoreException(UncheckedIOException.class)
                        .untilAsserted(() -> assertThat(allocated()).isLessThanOrEqualTo(bound(churn)));
            }
            churn.assertReadable();
        }
    }

    private long allocated() {
        var memory = new NativeMemory();
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(path -> ChronicleWriter.number(path) > 0).mapToLong(memory::allocatedBytes).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
