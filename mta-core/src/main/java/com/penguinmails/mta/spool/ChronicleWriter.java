package com.penguinmails.mta.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.RollCycles;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueue;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames into a Chronicle queue in a directory of its own, one numbered file after another. The number of a file is its
 * cycle; the queue's clock stands still within one.
 *
 * <p>The rules by which nothing forced is lost, each measured: files are mapped in one piece of 1 GiB, forced through an own
 * channel, the directory is forced once for each new file, and a record that could not be written whole is rolled back. One
 * thread owns this.
 */
final class ChronicleWriter implements AutoCloseable {
    static final long BLOCK = 1L << 30;
    static final String SUFFIX = "F.cq4";
    /** From how many octets on a call costs less than the faults of a mapping: measured, two to three pages. */
    private static final int LARGE = 8 * 1024;
    private static final long CYCLE_MILLIS = TimeUnit.DAYS.toMillis(1);
    private final Path directory;
    private final NativeMemory memory;
    private final SingleChronicleQueue queue;
    private final ExcerptAppender appender;
    private final ByteBuffer header = ByteBuffer.allocate(Frame.HEADER);
    private volatile int file;
    private long end;
    private long forcedEnd;
    private @Nullable FileChannel channel;

    /** @param directory a new one; it is made */
    ChronicleWriter(Path directory, NativeMemory memory) throws IOException {
        this.directory = directory;
        this.memory = memory;
        Files.createDirectories(directory);
        queue = SingleChronicleQueueBuilder.binary(directory).rollCycle(RollCycles.FAST_DAILY).blockSize(BLOCK)
                .timeProvider(() -> file * CYCLE_MILLIS).build();
        appender = queue.createAppender();
        appender.singleThreadedCheckDisabled(true); // the starting, the committing and the closing thread come one after another
    }

    /** The path of a file by its number. */
    static Path path(Path directory, int file) {
        return directory.resolve(DateTimeFormatter.BASIC_ISO_DATE.format(LocalDate.ofEpochDay(file)) + SUFFIX);
    }

    /** The number of a file by its name, or 0 if it is none of a queue. */
    static int number(Path path) {
        String name = path.getFileName().toString();
        if (!name.endsWith(SUFFIX)) {
            return 0;
        }
        String date = name.substring(0, name.length() - SUFFIX.length());
        try {
            return Math.toIntExact(LocalDate.parse(date, DateTimeFormatter.BASIC_ISO_DATE).toEpochDay());
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    Path path() {
        return path(directory, file);
    }

    int file() {
        return file;
    }

    long end() {
        return end;
    }

    /** What follows goes into file number {@code next}; all before must have been forced. */
    void roll(int next) throws IOException {
        if (end != forcedEnd) {
            throw new IllegalStateException("a file is rolled before it was forced");
        }
        closeChannel();
        file = next;
        end = 0;
        forcedEnd = 0;
        queue.refreshDirectoryListing();
    }

    /** Appends a frame and returns the offset of its header. */
    long append(long sequence, ByteBuffer payload) throws IOException {
        Frame.writeHeader(header.clear(), sequence, payload);
        boolean isFirst = channel == null;
        long offset = write(payload);
        if (isFirst) {
            var _ = open();
            forceDirectory(directory);
        }
        return offset;
    }

    private FileChannel open() throws IOException {
        FileChannel open = channel;
        if (open == null) {
            open = FileChannel.open(path(), StandardOpenOption.WRITE);
            channel = open;
        }
        return open;
    }

    private long write(ByteBuffer payload) throws IOException {
        DocumentContext document = appender.writingDocument();
        try (document) {
            try {
                Bytes<?> bytes = Objects.requireNonNull(document.wire()).bytes();
                long offset = bytes.writePosition();
                if (end == 0) {
                    memory.adviseRandom(bytes.addressForRead(0), BLOCK);
                }
                writeFrame(bytes, payload);
                end = bytes.writePosition();
                return offset;
            } catch (Throwable e) {
                document.rollbackOnClose();
                throw e;
            }
        }
    }

    /**
     * A large payload goes to the same pages of the system's cache by a call of its own: through the mapping each page would be
     * brought in by a fault, and its protection changed back by each force.
     */
    private void writeFrame(Bytes<?> bytes, ByteBuffer payload) throws IOException {
        int length = payload.remaining();
        long start = bytes.writePosition();
        bytes.writePosition(start + Frame.HEADER + length);
        long address = bytes.addressForWrite(start);
        memory.copy(header, address);
        if (length >= LARGE) {
            writeFully(payload.duplicate(), start + Frame.HEADER);
        } else {
            memory.copy(payload, address + Frame.HEADER);
        }
    }

    private void writeFully(ByteBuffer octets, long offset) throws IOException {
        FileChannel open = open();
        long at = offset;
        while (octets.hasRemaining()) {
            at += open.write(octets, at);
        }
    }

    /** Forces what was appended. */
    void force() throws IOException {
        FileChannel open = channel;
        if (open != null && forcedEnd != end) {
            open.force(false);
            forcedEnd = end;
        }
    }

    /** Closes the queue and cuts the file after the last byte that was forced. */
    void abandon() {
        close();
        cut(forcedEnd);
        end = forcedEnd;
    }

    /** Closes the queue and cuts the file after the last record that was written whole, forced or not. */
    void seal() {
        close();
        cut(end);
    }

    private void cut(long length) {
        Path path = path();
        if (!Files.exists(path)) {
            return;
        }
        try (FileChannel open = FileChannel.open(path, StandardOpenOption.WRITE)) {
            open.truncate(length);
            open.force(true);
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the spool could not be cut back", e);
        }
    }

    @Override
    public void close() {
        appender.close();
        queue.close();
        closeChannel();
    }

    private void closeChannel() {
        FileChannel open = channel;
        channel = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException("a file of the spool could not be closed", e);
            }
        }
    }

    static void forceDirectory(Path directory) throws IOException {
        try (FileChannel open = FileChannel.open(directory, StandardOpenOption.READ)) {
            open.force(true);
        }
    }
}
