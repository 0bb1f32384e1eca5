package com.penguinmails.mta.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * A log on disk. Each start, and each failure, begins a new directory with a Chronicle queue of its own; the files of earlier
 * ones are only read, as they lie there. Any file is read by position, without a lock, through a channel that stays open until
 * the file is deleted.
 */
final class SegmentedLog implements FrameLog {
    private final Path base;
    private final NativeMemory memory;
    private final NavigableMap<Integer, Path> files = new ConcurrentSkipListMap<>();
    private final Map<Integer, Long> ends = new ConcurrentHashMap<>();
    private final Map<Integer, FileChannel> channels = new ConcurrentHashMap<>();
    private volatile @Nullable ChronicleWriter writer;
    private volatile boolean closed;

    /**
     * Finds the files of earlier starts and forces the newest of them, so that what is read from now on stays.
     *
     * @param base the directory of this log alone; made if it is not there
     */
    SegmentedLog(Path base, NativeMemory memory) throws IOException {
        this.base = base;
        this.memory = memory;
        Files.createDirectories(base);
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(base, Files::isDirectory)) {
            for (Path directory : directories) {
                find(directory);
            }
        }
        if (!files.isEmpty()) {
            forceNewest(files.lastEntry().getValue());
        }
    }

    private void find(Path directory) throws IOException {
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory)) {
            for (Path path : paths) {
                int number = ChronicleWriter.number(path);
                if (number > 0) {
                    files.put(number, path);
                    long allocated = memory.allocatedBytes(path);
                    ends.put(number, allocated < 0 ? Files.size(path) : allocated);
                }
            }
        }
    }

    private static void forceNewest(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    @Override
    public void roll(int file) throws IOException {
        if (closed) {
            throw new IOException("the log is closed");
        }
        if (!files.isEmpty() && file <= files.lastKey()) {
            throw new IllegalArgumentException("file " + file + " was begun before");
        }
        ChronicleWriter open = writer;
        if (open == null) {
            open = new ChronicleWriter(base.resolve(String.format(Locale.ROOT, "%08d", file)), memory);
            writer = open;
            ChronicleWriter.forceDirectory(base);
        }
        open.roll(file);
        files.put(file, open.path());
        ends.put(file, 0L);
    }

    @Override
    public long append(long sequence, ByteBuffer payload) throws IOException {
        ChronicleWriter open = writable();
        long position = LogPosition.of(open.file(), open.append(sequence, payload));
        ends.put(open.file(), open.end());
        return position;
    }

    @Override
    public void force() throws IOException {
        writable().force();
    }

    @Override
    public void abandon() {
        ChronicleWriter open = writer;
        writer = null;
        if (open != null) {
            open.abandon();
            ends.put(open.file(), open.end());
        }
    }

    /** Closes the current file for good after a failed write and keeps what was written whole; the next append needs a roll. */
    void seal() {
        ChronicleWriter open = writer;
        writer = null;
        if (open != null) {
            open.seal();
        }
    }

    @Override
    public long size() {
        ChronicleWriter open = writer;
        return open == null ? 0 : end(open.file());
    }

    @Override
    public ByteBuffer read(long position, int expected) throws IOException {
        FileChannel channel = channel(LogPosition.file(position));
        long offset = LogPosition.offset(position);
        ByteBuffer start = readUpTo(channel, offset, Frame.HEADER + expected);
        if (start.remaining() < Frame.HEADER) {
            throw new CorruptRecordException("the file ends within a record");
        }
        int length = Frame.HEADER + Frame.payloadLength(start);
        return Frame.payload(length <= start.remaining() ? start : readFully(channel, offset, length));
    }

    @Override
    public ByteBuffer read(long position, int length, int from, int count) throws IOException {
        FileChannel channel = channel(LogPosition.file(position));
        return readFully(channel, LogPosition.offset(position) + Frame.HEADER + from, count);
    }

    private static ByteBuffer readFully(FileChannel channel, long offset, int count) throws IOException {
        ByteBuffer buffer = readUpTo(channel, offset, count);
        if (buffer.remaining() < count) {
            throw new CorruptRecordException("the file ends within a record");
        }
        return buffer;
    }

    /** So many octets, or as many as there are before the end of the file. */
    private static ByteBuffer readUpTo(FileChannel channel, long offset, int count) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(count);
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer, offset + buffer.position());
        }
        return buffer.flip();
    }

    private FileChannel channel(int file) throws IOException {
        FileChannel open = channels.get(file);
        return open != null ? open : openChannel(file);
    }

    private synchronized FileChannel openChannel(int file) throws IOException {
        FileChannel open = channels.get(file);
        if (open != null) {
            return open;
        }
        Path path = files.get(file);
        if (path == null || closed) {
            throw new IOException("the file was deleted");
        }
        open = FileChannel.open(path, StandardOpenOption.READ);
        channels.put(file, open);
        return open;
    }

    /** When a file was last written to, in milliseconds since 1970; 0 if it is not there. */
    long lastWrittenMillis(int file) {
        Path path = files.get(file);
        return path == null ? 0 : path.toFile().lastModified();
    }

    @Override
    public List<Integer> files() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public long end(int file) {
        return ends.getOrDefault(file, 0L);
    }

    @Override
    public void scan(int file, long offset, FrameVisitor visitor) throws IOException {
        Path path = files.get(file);
        if (path != null && Files.exists(path)) {
            var _ = LogFileReader.scan(file, path, offset, visitor);
        }
    }

    @Override
    public synchronized void delete(int file) throws IOException {
        ChronicleWriter open = writer;
        if (open != null && open.file() == file) {
            throw new IllegalArgumentException("the current file is not deleted");
        }
        Path path = files.remove(file);
        ends.remove(file);
        try (FileChannel _ = channels.remove(file)) {
            if (path != null) {
                Files.deleteIfExists(path);
                deleteIfDone(directoryOf(path), open);
            }
        }
    }

    /** Deletes a directory of an earlier start when no file of the log is left in it. */
    private void deleteIfDone(Path directory, @Nullable ChronicleWriter open) throws IOException {
        boolean current = open != null && directory.equals(directoryOf(open.path()));
        if (current || files.values().stream().anyMatch(path -> directory.equals(directoryOf(path)))) {
            return;
        }
        try (DirectoryStream<Path> rest = Files.newDirectoryStream(directory)) {
            for (Path path : rest) {
                Files.delete(path);
            }
        }
        Files.delete(directory);
    }

    private Path directoryOf(Path file) {
        return base.resolve(base.relativize(file).getName(0));
    }

    @Override
    public synchronized void close() {
        closed = true;
        ChronicleWriter open = writer;
        writer = null;
        if (open != null) {
            open.close();
        }
        for (FileChannel channel : channels.values()) {
            closeQuietly(channel);
        }
        channels.clear();
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("a file of the spool could not be closed", e);
        }
    }

    private ChronicleWriter writable() throws IOException {
        ChronicleWriter open = writer;
        if (open == null) {
            throw new IOException("no file is open for writing");
        }
        return open;
    }
}
