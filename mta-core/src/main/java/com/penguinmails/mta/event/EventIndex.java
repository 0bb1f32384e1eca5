package com.penguinmails.mta.event;

import com.penguinmails.mta.message.MessageId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Stream;

/**
 * Finds the events of a message without reading the log.
 *
 * <p>The law: the log file that is being written has its index in memory; when the next file begins, the index is written, sorted
 * by hash, to a file of its own and never changes again. What is missing after a crash is built anew from the log, so nothing here
 * is ever forced. A hit may be another message's event (the hash has 32 bits): whoever asks compares.
 *
 * <p>One thread adds and drops; any thread looks up.
 */
final class EventIndex {
    private static final String SUFFIX = ".index";

    private final Path directory;
    private final NavigableSet<Integer> written = new ConcurrentSkipListSet<>();
    private volatile IndexPage page = new IndexPage(-1);

    EventIndex(Path directory) throws IOException {
        this.directory = Files.createDirectories(directory);
        try (Stream<Path> files = Files.list(directory)) {
            files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(SUFFIX))
                    .map(name -> Integer.valueOf(name.substring(0, name.length() - SUFFIX.length())))
                    .forEach(written::add);
        }
    }

    /** Whether a finished file's index is there. */
    boolean has(int file) {
        return written.contains(file);
    }

    /** Adds an event; a new file number ends the page of the file before it. */
    void add(int file, MessageId id, long position) {
        if (file != page.file()) {
            finishPage();
            page = new IndexPage(file);
        }
        page.add(hash(id), position);
    }

    /** Writes the page in memory; called when its file is finished. */
    void finishPage() {
        IndexPage finished = page;
        if (finished.file() < 0) {
            return;
        }
        try {
            Path part = directory.resolve(finished.file() + ".part");
            try (FileChannel channel = FileChannel.open(part, StandardOpenOption.CREATE,
                    StandardOpenOption.TRUNCATE_EXISTING,
                    StandardOpenOption.WRITE)) {
                ByteBuffer sorted = finished.sorted();
                while (sorted.hasRemaining()) {
                    int _ = channel.write(sorted);
                }
            }
            Files.move(part, path(finished.file()), StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            written.add(finished.file());
        } catch (IOException e) {
            throw new UncheckedIOException("the index of the event log cannot be written", e);
        }
    }

    /** Forgets the files before this one. */
    void dropBefore(int file) {
        for (Integer old : List.copyOf(written.headSet(file))) {
            written.remove(old);
            try {
                Files.deleteIfExists(path(old));
            } catch (IOException e) {
                throw new UncheckedIOException("an old index of the event log cannot be deleted", e);
            }
        }
    }

    /** Positions that may hold an event of the message, oldest first. */
    List<Long> positionsOf(MessageId id) {
        int hash = hash(id);
        IndexPage current = page;
        var positions = new ArrayList<Long>();
        for (int file : written) {
            if (file != current.file()) {
                search(file, hash, positions);
            }
        }
        current.positionsOf(hash, positions::add);
        return positions;
    }

    private void search(int file, int hash, List<Long> positions) {
        try (FileChannel channel = FileChannel.open(path(file), StandardOpenOption.READ)) {
            long entries = channel.size() / IndexPage.ENTRY;
            ByteBuffer entry = ByteBuffer.allocate(IndexPage.ENTRY);
            for (long i = lowerBound(channel, entry, entries, hash); i < entries
                    && hashAt(channel, entry, i) == hash; i++) {
                positions.add(entry.getLong(Integer.BYTES));
            }
        } catch (NoSuchFileException e) {
            // Dropped for age while we searched: its events are gone too.
            written.remove(file);
        } catch (IOException e) {
            throw new UncheckedIOException("the index of the event log cannot be read", e);
        }
    }

    private static long lowerBound(FileChannel channel, ByteBuffer entry, long entries, int hash) throws IOException {
        long low = 0;
        long high = entries;
        while (low < high) {
            long middle = (low + high) >>> 1;
            if (hashAt(channel, entry, middle) < hash) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private static int hashAt(FileChannel channel, ByteBuffer entry, long index) throws IOException {
        entry.clear();
        while (entry.hasRemaining()) {
            if (channel.read(entry, index * IndexPage.ENTRY + entry.position()) < 0) {
                throw new IOException("the index is cut short");
            }
        }
        return entry.getInt(0);
    }

    private Path path(int file) {
        return directory.resolve(file + SUFFIX);
    }

    private static int hash(MessageId id) {
        long mixed = (id.high() * 31 + id.low()) * 0x9e37_79b9_7f4a_7c15L;
        return (int) (mixed >>> 32);
    }
}
