package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.MessageId;
import com.penguinmails.mta.message.RecipientKey;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.time.Randomness;
import com.penguinmails.mta.time.SystemClock;
import com.penguinmails.testkit.disk.DamagedDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Power is cut while entries are being committed. What had been acknowledged is all there afterwards, what had not is there whole
 * or not at all, and the spool works on.
 */
final class PowerLossTest {
    private static final int SEEDS = 200;
    private static final Labels LABELS = Labels.ofTenant("acme");
    @TempDir(factory = FastTempDir.class)
    private Path root;

    @Test
    void acknowledgedRecordsSurviveWhateverHappensToTheRest() throws IOException {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                run(seed);
            } catch (Throwable e) {
                throw new AssertionError("seed " + seed, e);
            }
        }
    }

    private void run(long seed) throws IOException {
        RandomGenerator random = Randomness.seeded(seed);
        Path image = root.resolve("image" + seed);
        var scene = new Scene(random);
        Path original = root.resolve("original" + seed);
        try (Spool spool = open(original, new RecoveredMail())) {
            scene.commitSome(spool);
            scene.cut(original, image);
        }
        var disk = new DamagedDisk(random);
        disk.damage(image.resolve("content"), byPath(image.resolve("content"), scene.forcedContent));
        disk.damage(image.resolve("journal"), byPath(image.resolve("journal"), scene.forcedJournal));
        var recovered = new RecoveredMail();
        try (Spool spool = open(image, recovered)) {
            scene.assertRecovered(spool, recovered);
            scene.commitMore(spool);
        }
        var again = new RecoveredMail();
        try (Spool spool = open(image, again)) {
            scene.assertRecovered(spool, again);
        }
        delete(original);
        delete(image);
    }

    private static Map<Path, Long> byPath(Path log, Map<Integer, Long> byNumber) throws IOException {
        try (Stream<Path> files = Files.walk(log)) {
            return files.filter(path -> byNumber.containsKey(ChronicleWriter.number(path))).collect(Collectors
                    .toMap(Function.identity(), path -> byNumber.getOrDefault(ChronicleWriter.number(path), 0L)));
        }
    }

    private static Spool open(Path directory, RecoveredMail recovered) throws IOException {
        var config = new SpoolConfig("chronicle", ByteSize.ofMiB(1), ByteSize.ofMiB(1), 110, 256, ByteSize.ofMiB(16),
                30);
        Spool spool = ChronicleSpool.open(directory, config, new RecordedEvents(), new SystemClock());
        spool.recover(recovered);
        spool.start();
        return spool;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            for (Path path : paths.toList().reversed()) {
                Files.delete(path);
            }
        }
    }

    /** What was offered, and what of it had been acknowledged when the power was cut. */
    private static final class Scene {
        private final RandomGenerator random;
        private final Samples samples;
        private final Map<MessageId, ByteBuffer> offered = new HashMap<>();
        private final List<Commit> messages = new ArrayList<>();
        private final List<Commit> outcomes = new ArrayList<>();
        private final List<CommittedEntry> acknowledged = new ArrayList<>();
        private final List<RecipientKey> settled = new ArrayList<>();
        private final Map<String, List<Commit>> facts = new HashMap<>();
        private final Map<String, Integer> surelyKept = new HashMap<>();
        private final Map<Integer, Long> forcedContent = new HashMap<>();
        private final Map<Integer, Long> forcedJournal = new HashMap<>();
        private int recipientsOffered;

        Scene(RandomGenerator random) {
            this.random = random;
            samples = new Samples(random);
        }

        /** Bursts of messages and outcomes; the last burst is still being committed when this returns. */
        void commitSome(Spool spool) {
            int bursts = 1 + random.nextInt(6);
            for (int burst = 0; burst < bursts; burst++) {
                int size = 1 + random.nextInt(40);
                int first = messages.size();
                for (int i = 0; i < size; i++) {
                    offerMessage(spool);
                    offerFact(spool);
                }
                int awaited = burst == bursts - 1 ? random.nextInt(size) : size;
                messages.subList(first, first + awaited).forEach(commit -> assertThat(commit.get()).isNotNull());
                if (burst < bursts - 1) {
                    settleSome(spool);
                }
            }
        }

        void commitMore(Spool spool) {
            int first = messages.size();
            for (int i = 0; i < 20; i++) {
                offerMessage(spool);
            }
            messages.subList(first, messages.size()).forEach(commit -> acknowledged.add(commit.get()));
        }

        private void offerMessage(Spool spool) {
            int recipients = 1 + random.nextInt(3);
            ByteBuffer content = samples.bytes(1 + random.nextInt(20_000));
            JournalRecord.Message message = samples.record(LABELS, recipients,
                    SpoolEntry.contentNumber(0, content.remaining()), null);
            offered.put(message.id(), content);
            recipientsOffered += recipients;
            messages.add(Commit.offer(spool, new SpoolEntry(List.of(content.duplicate()), List.of(message))));
        }

        /** The value of a fact is how many there were of its key before; each third forgets it. */
        private void offerFact(Spool spool) {
            String key = "fact/" + random.nextInt(10);
            List<Commit> before = facts.computeIfAbsent(key, _ -> new ArrayList<>());
            String value = before.size() % 3 == 2 ? "" : String.valueOf(before.size());
            before.add(Commit.offer(spool, Samples.fact(key, value)));
        }

        private void settleSome(Spool spool) {
            for (Commit commit : messages) {
                if (random.nextInt(5) == 0) {
                    CommittedEntry entry = commit.get();
                    var key = new RecipientKey(entry.firstSequence(), 0);
                    outcomes.add(Commit.offer(spool, samples.attempted(new JournalRecord.Attempted(key,
                            entry.places().getFirst(), samples.event(EventType.DELIVERED, LABELS, null, 0)))));
                    settled.add(key);
                }
            }
        }

        /** Notes what is acknowledged, and only then copies the files. */
        void cut(Path from, Path to) throws IOException {
            for (Commit commit : Stream.concat(messages.stream(), outcomes.stream()).toList()) {
                if (commit.isCommitted()) {
                    acknowledged.add(commit.get());
                }
            }
            facts.forEach((key, commits) -> surelyKept.put(key, Math.toIntExact(
                    commits.stream().filter(Commit::isCommitted).count())));
            facts.values().forEach(commits -> commits.stream().filter(Commit::isCommitted).map(Commit::get)
                    .forEach(acknowledged::add));
            DamagedDisk.copy(from.resolve("journal"), to.resolve("journal"));
            DamagedDisk.copy(from.resolve("content"), to.resolve("content"));
            try (Stream<Path> files = Files.walk(to.resolve("journal"))) {
                for (Path file : files.filter(path -> ChronicleWriter.number(path) > 0).toList()) {
                    noteForced(ChronicleWriter.number(file), file);
                }
            }
        }

        /** Of the journal what was acknowledged; of the content all that the journal names, for it is forced before. */
        private void noteForced(int file, Path journal) throws IOException {
            long lastAcknowledged = acknowledged.stream().mapToLong(entry -> entry.places().getFirst().position())
                    .max().orElse(0);
            var _ = LogFileReader.scan(file, journal, 0, (position, sequence, payload) -> {
                if (position <= lastAcknowledged) {
                    long end = LogPosition.offset(position) + Frame.HEADER + payload.remaining();
                    forcedJournal.merge(file, end, Math::max);
                }
                for (JournalItem item : JournalCodec.decode(sequence, payload)) {
                    if (item instanceof JournalItem.Fact(JournalRecord.Message message)) {
                        long end = LogPosition.offset(message.content().position()) + Frame.HEADER
                                + message.content().length();
                        forcedContent.merge(LogPosition.file(message.content().position()), end, Math::max);
                    }
                }
                return true;
            });
        }

        void assertRecovered(Spool spool, RecoveredMail recovered) throws IOException {
            for (CommittedEntry entry : acknowledged) {
                if (entry.records().getFirst() instanceof JournalRecord.Message message) {
                    assertReadable(spool, entry.places().getFirst(), message);
                    assertThat(isOpenOrOffered(spool, entry)).isTrue();
                }
            }
            for (RecoveredMail.Shown shown : recovered.acceptances().values()) {
                var message = (JournalRecord.Message) shown.value();
                assertThat(spool.readContent(message.content())).isEqualTo(offered.get(message.id()));
            }
            assertFactsKept(recovered);
            Balance books = spool.books().node();
            assertThat(books.queued()).isEqualTo(recovered.openRecipients());
            assertThat(books.accepted()).isLessThanOrEqualTo(recipientsOffered);
            assertOutcomesKept(spool);
        }

        /** The last value that was acknowledged, or one that was offered after it. */
        private void assertFactsKept(RecoveredMail recovered) {
            facts.forEach((key, commits) -> {
                var possible = new ArrayList<String>();
                int first = Math.max(1, surelyKept.getOrDefault(key, 0));
                if (surelyKept.getOrDefault(key, 0) == 0) {
                    possible.add("");
                }
                for (int i = first - 1; i < commits.size(); i++) {
                    possible.add(i % 3 == 2 ? "" : String.valueOf(i));
                }
                assertThat(possible).as(key).contains(recovered.kept().getOrDefault(key, ""));
            });
        }

        private void assertReadable(Spool spool, SpoolRef place, JournalRecord.Message message) throws IOException {
            assertThat(spool.readAcceptance(place)).isEqualTo(message);
            assertThat(spool.readContent(message.content())).isEqualTo(offered.get(message.id()));
        }

        /** Each recipient is open unless an outcome of it was offered. */
        private boolean isOpenOrOffered(Spool spool, CommittedEntry entry) {
            var message = (JournalRecord.Message) entry.records().getFirst();
            for (int i = 0; i < message.recipientCount(); i++) {
                var key = new RecipientKey(entry.firstSequence(), i);
                if (!spool.isOpen(key) && !settled.contains(key)) {
                    return false;
                }
            }
            return true;
        }

        private void assertOutcomesKept(Spool spool) {
            for (CommittedEntry entry : acknowledged) {
                if (entry.records().getFirst() instanceof JournalRecord.Attempted attempted) {
                    assertThat(spool.isOpen(attempted.key())).isFalse();
                }
            }
        }
    }
}
