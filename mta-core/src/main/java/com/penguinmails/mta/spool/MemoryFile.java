package com.penguinmails.mta.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** One file of a {@link MemoryLog}. */
final class MemoryFile {
    private final int number;
    private final NavigableMap<Long, StoredFrame> frames = new ConcurrentSkipListMap<>();
    private volatile long end;
    private volatile long forcedEnd;

    MemoryFile(int number) {
        this.number = number;
    }

    MemoryFile forcedCopy() {
        var copy = new MemoryFile(number);
        copy.frames.putAll(frames.headMap(forcedEnd, false));
        copy.end = forcedEnd;
        copy.forcedEnd = forcedEnd;
        return copy;
    }

    long append(long sequence, ByteBuffer payload) {
        var bytes = new byte[payload.remaining()];
        payload.get(payload.position(), bytes);
        long offset = end;
        long position = LogPosition.of(number, offset);
        frames.put(offset, new StoredFrame(sequence, ByteBuffer.wrap(bytes).asReadOnlyBuffer()));
        end = offset + Frame.HEADER + bytes.length;
        return position;
    }

    void force() {
        forcedEnd = end;
    }

    void cut() {
        frames.tailMap(forcedEnd, true).clear();
        end = forcedEnd;
    }

    long end() {
        return end;
    }

    ByteBuffer read(long offset) throws IOException {
        @Nullable
        StoredFrame frame = frames.get(offset);
        if (frame == null) {
            throw new IOException("no record at this place");
        }
        return frame.payload.duplicate();
    }

    void scan(long offset, FrameLog.FrameVisitor visitor) throws IOException {
        for (var entry : frames.subMap(offset, true, forcedEnd, false).entrySet()) {
            StoredFrame frame = entry.getValue();
            long position = LogPosition.of(number, entry.getKey());
            if (!visitor.frame(position, frame.sequence, frame.payload.duplicate())) {
                return;
            }
        }
    }

    private record StoredFrame(long sequence, ByteBuffer payload) {}
}
