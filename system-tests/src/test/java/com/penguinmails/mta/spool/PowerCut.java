package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.EventCursor;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.testkit.disk.DamagedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The logs of a node that was killed, as a power cut at that moment would have left them. What is certain to have been forced stays:
 * all before the last record that somebody was told of; each content that the journal names, for that is forced first; and each event
 * that a reader has seen, or of which the journal has forgotten the record. What was written behind it may be lost, torn or garbled.
 * For one thread.
 */
public final class PowerCut {
    private static final String CONTENT = "content";
    private static final String JOURNAL = "journal";

    private static final int SEQUENCE_IN_EVENT = 11;

    private final Path spool;
    private final Path events;
    private final Set<String> acknowledged;
    private final Set<String> settled;
    private final Map<Path, Long> forced = new HashMap<>();
    private long journalEnd;
    private int deliveriesBehind;
    private long firstSequence = Long.MAX_VALUE;

    /**
     * @param data the directory of the node's data
     * @param acknowledged recipients whose acceptance was acknowledged
     * @param settled recipients whose final outcome a reader of events has seen
     */
    public PowerCut(Path data, Set<String> acknowledged, Set<String> settled) {
        this.spool = data.resolve("spool");
        this.events = data.resolve("events").resolve("log");
        this.acknowledged = Set.copyOf(acknowledged);
        this.settled = Set.copyOf(settled);
    }

    /**
     * Damages the files that were written to last; those before were forced when they were left.
     *
     * @param read the last event that a reader has seen
     * @return how many recipients had been delivered to whose outcome nobody had been told of yet, and which may be delivered to again
     */
    public int damage(RandomGenerator random, EventCursor read) throws IOException {
        Optional<Path> journal = newest(spool.resolve(JOURNAL));
        Optional<Path> content = newest(spool.resolve(CONTENT));
        if (journal.isEmpty() || content.isEmpty()) {
            return 0;
        }
        for (Path file : files(spool.resolve(JOURNAL))) {
            journalEnd = 0;
            deliveriesBehind = 0;
            read(file, ChronicleWriter.number(content.get()), content.get());
        }
        forced.put(journal.get(), journalEnd);
        var disk = new DamagedDisk(random);
        disk.damage(content.get().resolve("..").normalize(), withOlder(content.get()));
        disk.damage(journal.get().resolve("..").normalize(), withOlder(journal.get()));
        Optional<Path> event = newest(events);
        if (event.isPresent()) {
            forced.put(event.get(), endOfEvents(event.get(), read.position()));
            disk.damage(event.get().resolve("..").normalize(), withOlder(event.get()));
        }
        return deliveriesBehind;
    }

    private long endOfEvents(Path file, long read) throws IOException {
        long[] end = new long[1];
        var _ = LogFileReader.scan(ChronicleWriter.number(file), file, 0, (position, _, payload) -> {
            if (position <= read || payload.getLong(payload.position() + SEQUENCE_IN_EVENT) < firstSequence) {
                end[0] = LogPosition.offset(position) + Frame.HEADER + payload.remaining();
            }
            return true;
        });
        return end[0];
    }

    private void read(Path journal, int contentFile, Path content) throws IOException {
        var _ = LogFileReader.scan(ChronicleWriter.number(journal), journal, 0, (position, sequence, payload) -> {
            firstSequence = Math.min(firstSequence, sequence);
            for (JournalItem item : JournalCodec.decode(sequence, payload)) {
                keepContent(item, contentFile, content);
                if (isTold(item)) {
                    journalEnd = LogPosition.offset(position) + Frame.HEADER + payload.remaining();
                    deliveriesBehind = 0;
                } else if (item instanceof JournalItem.Fact(JournalRecord.Attempted attempted)
                        && attempted.event().type() == EventType.DELIVERED) {
                    deliveriesBehind++;
                }
            }
            return true;
        });
    }

    private boolean isTold(JournalItem item) {
        return item instanceof JournalItem.Fact(JournalRecord value) && switch (value) {
            case JournalRecord.Message message -> message.recipients().stream()
                    .anyMatch(recipient -> acknowledged.contains(recipient.forwardPath().toString()));
            case JournalRecord.Attempted attempted -> attempted.isFinal()
                    && settled.contains(attempted.event().recipient());
            // Its client was answered right behind it.
            case JournalRecord.JobClosed _ -> true;
            default -> false;
        };
    }

    private void keepContent(JournalItem item, int file, Path path) {
        ContentRef content = switch (item) {
            case JournalItem.Fact(JournalRecord.Acceptance acceptance) -> acceptance.content();
            case JournalItem.Fact(JournalRecord.JobOpened job) -> job.template();
            case JournalItem.Relocation moved -> moved.value().content();
            case JournalItem.TemplateMoved moved -> moved.template();
            default -> null;
        };
        if (content != null && LogPosition.file(content.position()) == file) {
            forced.merge(path, LogPosition.offset(content.position()) + Frame.HEADER + content.length(), Math::max);
        }
    }

    /** Of files before the newest of a directory all is forced. */
    private Map<Path, Long> withOlder(Path newest) throws IOException {
        Map<Path, Long> all = new HashMap<>(forced);
        for (Path file : files(newest.resolve("..").normalize())) {
            if (!file.equals(newest)) {
                all.put(file, Files.size(file));
            }
        }
        return all;
    }

    private static Optional<Path> newest(Path log) throws IOException {
        List<Path> files = files(log);
        return files.isEmpty() ? Optional.empty() : Optional.of(files.getLast());
    }

    /** The files of records, the newest last. */
    private static List<Path> files(Path log) throws IOException {
        try (Stream<Path> files = Files.walk(log)) {
            return files.filter(path -> ChronicleWriter.number(path) > 0)
                    .sorted(Comparator.comparingInt(ChronicleWriter::number)).toList();
        }
    }
}
