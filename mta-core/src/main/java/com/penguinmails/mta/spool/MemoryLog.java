package com.penguinmails.mta.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** A log in memory: the same promises as on disk within the process, and a power cut on demand. */
final class MemoryLog implements FrameLog {
    private final NavigableMap<Integer, MemoryFile> files = new ConcurrentSkipListMap<>();
    private volatile @Nullable MemoryFile current;
    private volatile DiskFaults faults = DiskFaults.NONE;

    void suffer(DiskFaults newFaults) {
        faults = newFaults;
    }

    boolean isForced() {
        MemoryFile file = current;
        return file == null || file.isForced();
    }

    /**
     * What a power cut leaves: the frames that were forced.
     *
     * @param luck the share of the other frames that is left as well, from the first on; 0 for none, 1 for all
     */
    MemoryLog afterPowerCut(double luck) {
        var survivor = new MemoryLog();
        files.forEach((number, file) -> survivor.files.put(number, file.survivingCopy(luck)));
        return survivor;
    }

    @Override
    public void roll(int file) {
        if (!files.isEmpty() && file <= files.lastKey()) {
            throw new IllegalArgumentException("file " + file + " was begun before");
        }
        var begun = new MemoryFile(file);
        files.put(file, begun);
        current = begun;
    }

    @Override
    public long append(long sequence, ByteBuffer payload) throws IOException {
        MemoryFile file = writable();
        faults.append();
        return file.append(sequence, payload);
    }

    @Override
    public void force() throws IOException {
        MemoryFile file = writable();
        faults.force();
        file.force();
    }

    @Override
    public void abandon() {
        MemoryFile file = current;
        if (file != null) {
            file.cut();
            current = null;
        }
    }

    @Override
    public long size() {
        MemoryFile file = current;
        return file == null ? 0 : file.end();
    }

    @Override
    public ByteBuffer read(long position, int expected) throws IOException {
        MemoryFile file = files.get(LogPosition.file(position));
        if (file == null) {
            throw new IOException("the file was deleted");
        }
        return file.read(LogPosition.offset(position));
    }

    @Override
    public ByteBuffer read(long position, int length, int from, int count) throws IOException {
        ByteBuffer whole = read(position);
        if (from < 0 || count < 0 || from > whole.remaining() - count) {
            throw new IOException("no such part of a record");
        }
        return whole.slice(from, count);
    }

    @Override
    public List<Integer> files() {
        return new ArrayList<>(files.keySet());
    }

    @Override
    public long end(int file) {
        MemoryFile found = files.get(file);
        return found == null ? 0 : found.end();
    }

    @Override
    public void scan(int file, long offset, FrameVisitor visitor) throws IOException {
        MemoryFile found = files.get(file);
        if (found != null) {
            found.scan(offset, visitor);
        }
    }

    @Override
    public void delete(int file) {
        files.remove(file);
    }

    @Override
    public void close() {
        current = null;
    }

    private MemoryFile writable() throws IOException {
        MemoryFile file = current;
        if (file == null) {
            throw new IOException("no file is open for writing");
        }
        return file;
    }
}
