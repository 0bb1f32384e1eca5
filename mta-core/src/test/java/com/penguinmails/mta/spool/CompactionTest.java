package com.penguinmails.mta.spool;

import static com.penguinmails.mta.spool.Commit.commit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disk space comes back, and nothing that is needed goes with it. */
final class CompactionTest {
    private static final int KIB = 1024;
    private final Samples samples = new Samples(Randomness.seeded(11));
    private final LiveMail mail = new LiveMail(samples);
    @TempDir
    private Path directory;

    private Spool open(RecoveredMail recovered) throws IOException {
        var config = new SpoolConfig("chronicle", ByteSize.ofMiB(1), ByteSize.ofMiB(1), 110, 256, ByteSize.ofMiB(16),
                30);
        var surroundings = new Surroundings(new SystemClock(), () -> Long.MAX_VALUE, Duration.ZERO);
        Spool spool = ChronicleSpool.open(directory, config, new RecordedEvents(), surroundings);
        spool.recover(recovered);
        spool.observe(mail);
        spool.start();
        return spool;
    }

    private static void awaitUsedBelow(Spool spool, long bytes) {
        await().atMost(Duration.ofSeconds(30)).until(() -> spool.health().usedBytes() < bytes);
    }

    private long blocksOnDisk() throws IOException {
        var memory = new NativeMemory();
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile).mapToLong(memory::allocatedBytes).sum();
        }
    }

    @Test
    void diskUseIsBoundedUnderChurn() throws IOException {
        try (Spool spool = open(new RecoveredMail())) {
            for (int i = 0; i < 1000; i++) {
                mail.settleAll(spool, mail.accept(spool, 1, 20 * KIB));
            }
            awaitUsedBelow(spool, 4L << 20);
            assertThat(blocksOnDisk()).isLessThan(6L << 20);
            assertThat(spool.books().node().queued()).isZero();
            assertThat(spool.books().node().accepted()).isEqualTo(1000);
        }
    }

    @Test
    void sparseGenerationsAreCompactedForwardWithTheirContent() throws IOException {
        Books.BooksSnapshot books;
        try (Spool spool = open(new RecoveredMail())) {
            acceptAndSettleMost(spool, 300);
            awaitUsedBelow(spool, 3L << 20);
            assertThat(mail.relocations()).isPositive();
            mail.assertReadable(spool);
            books = spool.books().snapshot();
        }
        var recovered = new RecoveredMail();
        try (Spool spool = open(recovered)) {
            mail.recovered(recovered);
            mail.assertReadable(spool);
            assertThat(spool.books().snapshot()).isEqualTo(books);
            assertThat(recovered.openRecipients()).isEqualTo(books.node().queued());
            for (RecoveredMail.Shown shown : recovered.acceptances().values()) {
                assertThat(shown.open()).containsExactly(false, true);
                assertThat(shown.attempts()).containsExactly(0, 3);
                assertThat(shown.dueMillis()).containsExactly(0L, Samples.NOW + 3);
            }
        }
    }

    /** Of each ten messages one stays, with one of its two recipients settled and the other one deferred. */
    private void acceptAndSettleMost(Spool spool, int count) {
        var done = new ArrayList<Long>();
        var kept = new ArrayList<Long>();
        for (int i = 0; i < count; i++) {
            boolean keep = i % 10 == 0;
            (keep ? kept : done).add(mail.accept(spool, keep ? 2 : 1, 20 * KIB));
        }
        for (long number : kept) {
            mail.settle(spool, number, 0);
            mail.defer(spool, number, 1, 3);
        }
        done.forEach(number -> mail.settleAll(spool, number));
    }

    @Test
    void restartsInTheMidstOfCompactionLoseNothing() throws IOException {
        for (int start = 0; start < 6; start++) {
            var recovered = new RecoveredMail();
            try (Spool spool = open(recovered)) {
                mail.recovered(recovered);
                acceptAndSettleMost(spool, 100);
                mail.assertReadable(spool);
            }
        }
        var recovered = new RecoveredMail();
        try (Spool spool = open(recovered)) {
            mail.recovered(recovered);
            awaitUsedBelow(spool, 6L << 20);
            mail.assertReadable(spool);
            assertThat(spool.books().node().queued()).isEqualTo(60);
        }
    }

    @Test
    void outcomeInANewerGenerationIsKeptAsLongAsItsAcceptance() throws IOException {
        long old;
        try (Spool spool = open(new RecoveredMail())) {
            old = mail.accept(spool, 2, 900 * KIB);
            mail.settleAll(spool, mail.accept(spool, 1, 900 * KIB));
            mail.settle(spool, old, 0);
            for (int i = 0; i < 5; i++) {
                mail.settleAll(spool, mail.accept(spool, 1, 900 * KIB));
            }
            awaitUsedBelow(spool, 5L << 20);
        }
        var recovered = new RecoveredMail();
        try (Spool spool = open(recovered)) {
            assertThat(recovered.get(old).open()).containsExactly(false, true);
            assertThat(spool.isOpen(new RecipientKey(old, 0))).isFalse();
            assertThat(spool.isOpen(new RecipientKey(old, 1))).isTrue();
        }
    }

    @Test
    void templateOfAnUnfinishedJobIsMovedAlong() throws IOException {
        JobId id = samples.jobId();
        Labels labels = Labels.ofTenant("acme");
        IdempotencyEntry idempotency = samples.idempotency(Long.MAX_VALUE);
        try (Spool spool = open(new RecoveredMail())) {
            SpoolEntry opening = samples.jobOpened(id, labels, idempotency);
            var template = opening.contents().getFirst().duplicate();
            long first = ((JournalRecord.JobOpened) commit(spool, opening).records().getFirst()).template().position();
            var _ = commit(spool, samples.jobRows(id, labels, 0, 10));
            mail.settleAll(spool, mail.accept(spool, 1, 10));
            for (int i = 0; i < 200; i++) {
                mail.settleAll(spool, mail.accept(spool, 1, 20 * KIB));
            }
            await().atMost(Duration.ofSeconds(30)).until(() -> template(spool, id).position() != first);
            awaitUsedBelow(spool, 4L << 20);
            assertThat(spool.readContent(template(spool, id))).isEqualTo(template);
        }
        var recovered = new RecoveredMail();
        try (Spool spool = open(recovered)) {
            assertThat(spool.readContent(template(spool, id)).remaining()).isEqualTo(300);
            assertThat(spool.books().job(id)).contains(new Balance(10, 0, 0, 0, 0));
            assertThat(recovered.remembered()).contains(idempotency);
        }
    }

    private static ContentRef template(Spool spool, JobId id) {
        return spool.job(id).orElseThrow().template();
    }

    @Test
    void idempotencyEntriesOutliveTheirGeneration() throws IOException {
        var kept = new ArrayList<IdempotencyEntry>();
        try (Spool spool = open(new RecoveredMail())) {
            for (int i = 0; i < 400; i++) {
                IdempotencyEntry entry = i % 20 == 0 ? samples.idempotency(Long.MAX_VALUE) : null;
                CommittedEntry committed = commit(spool, samples.message(samples.bytes(10 * KIB), 1, entry));
                if (entry != null) {
                    kept.add(entry);
                }
                mail.settle(spool, committed.firstSequence(), 0);
            }
            awaitUsedBelow(spool, 3L << 20);
            await().atMost(Duration.ofSeconds(30)).until(() -> journalFiles() <= 2);
        }
        var recovered = new RecoveredMail();
        try (Spool spool = open(recovered)) {
            assertThat(spool.books().node()).extracting(Balance::accepted, Balance::queued).containsExactly(400L, 0L);
        }
        assertThat(recovered.remembered()).containsAll(kept);
        assertThat(List.copyOf(recovered.acceptances().keySet())).isEmpty();
    }

    @Test
    void factsOutliveTheirGenerationAndForgottenOnesDoNotComeBack() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (int start = 0; start < 4; start++) {
            var recovered = new RecoveredMail();
            try (Spool spool = open(recovered)) {
                mail.recovered(recovered);
                assertThat(recovered.kept()).isEqualTo(expected);
                for (int i = 0; i < 200; i++) {
                    String key = "fact/" + (i * 7 + start) % 50;
                    String value = i % 5 == 0 ? "" : "value " + start + " " + i;
                    var _ = commit(spool, Samples.fact(key, value));
                    expected.put(key, value);
                    mail.settleAll(spool, mail.accept(spool, 1, 20 * KIB));
                }
                expected.values().removeIf(String::isEmpty);
                awaitUsedBelow(spool, 3L << 20);
                await().atMost(Duration.ofSeconds(30)).until(() -> journalFiles() <= 2);
            }
        }
        assertThat(expected).hasSizeGreaterThan(20);
    }

    @Test
    void factsThatFillFilesAreCarriedOnWithoutEnd() throws IOException {
        Map<String, String> expected = new TreeMap<>();
        try (Spool spool = open(new RecoveredMail())) {
            for (int i = 0; i < 600; i++) {
                String key = "fact/" + i % 100;
                String value = i + "x".repeat(40 * KIB);
                var _ = commit(spool, Samples.fact(key, value));
                expected.put(key, value);
            }
            awaitUsedBelow(spool, 12L << 20);
            long settled = spool.health().usedBytes();
            await().pollDelay(Duration.ofMillis(500)).until(() -> true);
            assertThat(spool.health().usedBytes()).isLessThanOrEqualTo(settled);
        }
        var recovered = new RecoveredMail();
        try (Spool spool = open(recovered)) {
            assertThat(spool.health().accepting()).isTrue();
        }
        assertThat(recovered.kept()).isEqualTo(expected);
    }

    private long journalFiles() {
        try (Stream<Path> files = Files.walk(directory.resolve("journal"))) {
            return files.filter(path -> ChronicleWriter.number(path) > 0).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
