package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fills: new mail is refused with a reason, outcomes are kept as long as there is room, and work goes on after. */
final class DiskFullTest {
    private static final Labels LABELS = Labels.ofTenant("acme");
    private final Samples samples = new Samples(Randomness.seeded(2));
    @TempDir
    private Path directory;

    private static SpoolConfig config() {
        return new SpoolConfig("chronicle", ByteSize.ofMiB(4), ByteSize.ofMiB(8), 110, 256, ByteSize.ofMiB(16), 30);
    }

    private static Spool started(Spool spool, RecoveredMail recovered) throws IOException {
        spool.recover(recovered);
        spool.start();
        return spool;
    }

    private SpoolEntry outcome(CommittedEntry entry) {
        var key = new RecipientKey(entry.firstSequence(), 0);
        return samples.attempted(new JournalRecord.Attempted(key, entry.places().getFirst(),
                samples.event(EventType.DELIVERED, LABELS, null, 0)));
    }

    @Test
    void underTheReserveNewMailIsRefusedAndOutcomesAreKept() throws IOException {
        var free = new AtomicLong(Long.MAX_VALUE);
        var surroundings = new Surroundings(new SystemClock(), free::get, Duration.ZERO);
        try (Spool spool = started(ChronicleSpool.open(directory, config(), new RecordedEvents(), surroundings),
                new RecoveredMail())) {
            CommittedEntry entry = Commit.commit(spool, samples.message(1, 1000));
            free.set(config().reserve().bytes() - 1);
            await().atMost(Duration.ofSeconds(30)).until(() -> !spool.health().accepting());

            assertThat(spool.health().reason()).contains("insufficient space");
            assertThat(Commit.offer(spool, samples.message(1, 1000)).failure()).contains("insufficient space");
            assertThat(Commit.commit(spool, outcome(entry)).firstSequence()).isGreaterThan(entry.firstSequence());

            free.set(config().reserve().bytes());
            assertThat(Commit.offer(spool, samples.message(1, 1000)).failure()).contains("taken again at 8 MiB");
            await().pollDelay(Duration.ofMillis(50)).until(() -> !spool.health().accepting());

            free.set(config().resumeBytes());
            await().atMost(Duration.ofSeconds(30)).until(() -> spool.health().accepting());
            assertThat(Commit.commit(spool, samples.message(1, 1000)).firstSequence()).isPositive();
            assertThat(spool.books().node()).isEqualTo(new Balance(2, 1, 0, 0, 0));
        }
    }

    @Test
    void fileSystemThatIsFullFailsEntriesAndWorkGoesOnWhenThereIsRoom() throws Exception {
        mount();
        try {
            Path spoolDirectory = directory.resolve("spool");
            Path ballast = directory.resolve("ballast");
            var kept = new ArrayList<CommittedEntry>();
            try (Spool spool = started(open(spoolDirectory), new RecoveredMail())) {
                kept.add(Commit.commit(spool, samples.message(1, 100_000)));
                fill(ballast);
                var commit = commitUntilItFails(spool, kept);
                assertThat(commit.failure()).contains("could not be written");
                assertThat(spool.health().accepting()).isFalse();
                int before = kept.size();
                assertThat(spool.books().node().accepted()).isEqualTo(before);

                Files.delete(ballast);

                await().atMost(Duration.ofSeconds(30)).until(() -> spool.health().accepting());
                kept.add(Commit.commit(spool, samples.message(1, 100_000)));
                kept.add(Commit.commit(spool, outcome(kept.getFirst())));
                assertReadable(spool, kept);
            }
            var recovered = new RecoveredMail();
            try (Spool spool = started(open(spoolDirectory), recovered)) {
                assertReadable(spool, kept);
                assertThat(spool.books().node().accepted()).isEqualTo(kept.size() - 1);
                assertThat(recovered.openRecipients()).isEqualTo(kept.size() - 2);
            }
        } finally {
            assertThat(run("umount", directory.toString())).isTrue();
        }
    }

    /** With a reserve of nothing the space runs out in the midst of a write. */
    private static Spool open(Path directory) throws IOException {
        var config = new SpoolConfig("chronicle", ByteSize.ofMiB(4), new ByteSize(0), 110, 256, ByteSize.ofMiB(16), 30);
        return ChronicleSpool.open(directory, config, new RecordedEvents(), new SystemClock());
    }

    private static void assertReadable(Spool spool, List<CommittedEntry> kept) throws IOException {
        for (CommittedEntry entry : kept) {
            if (entry.records().getFirst() instanceof JournalRecord.Message message) {
                assertThat(spool.readAcceptance(entry.places().getFirst())).isEqualTo(message);
                assertThat(spool.readContent(message.content()).remaining()).isEqualTo(100_000);
            }
        }
    }

    private Commit commitUntilItFails(Spool spool, List<CommittedEntry> kept) {
        while (true) {
            Commit commit = Commit.offer(spool, samples.message(1, 100_000));
            await().atMost(Duration.ofSeconds(30)).until(commit::isDone);
            if (!commit.isCommitted()) {
                return commit;
            }
            kept.add(commit.get());
        }
    }

    /** Leaves about a megabyte. */
    private static void fill(Path ballast) throws IOException {
        var chunk = new byte[1 << 19];
        while (ballast.resolveSibling(".").toFile().getUsableSpace() > 3L * chunk.length) {
            Files.write(ballast, chunk, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private void mount() throws Exception {
        boolean mounted = run("mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", directory.toString());
        assumeTrue(mounted, "a small file system cannot be mounted here (not root): the full disk is not tried");
    }

    private static boolean run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        return process.waitFor(30, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
