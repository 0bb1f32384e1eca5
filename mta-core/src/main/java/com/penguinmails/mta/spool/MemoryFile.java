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

    MemoryFile survivingCopy(double luck) {
        var copy = new MemoryFile(number);
        copy.frames.putAll(frames.headMap(forcedEnd, false));
        copy.end = forcedEnd;
        NavigableMap<Long, StoredFrame> unforced = frames.tailMap(forcedEnd, true);
        long kept = Math.round(unforced.size() * luck);
        unforced.entrySet().stream().limit(kept).forEach(frame -> {
            copy.frames.put(frame.getKey(), frame.getValue());
            copy.end = frame.getKey() + Frame.HEADER + frame.getValue().payload().remaining();
        });
        copy.forcedEnd = copy.end;
        return copy;
    }

    boolean isForced() {
        return forcedEnd == end;
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
