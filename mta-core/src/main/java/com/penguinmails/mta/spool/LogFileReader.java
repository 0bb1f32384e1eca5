package com.penguinmails.mta.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a file of a Chronicle queue as it lies on disk, without its index and its metadata, which a crash may have left in any
 * state. Each document is a little-endian header of four bytes, its upper two bits flags (30: metadata, 31: not complete) and
 * the rest the length, and then the data; a header stands at a multiple of four.
 *
 * <p>The scan ends at the first document that is not there, not complete, or not a frame with the right checksum and a higher
 * sequence number than the one before: whatever lies behind was never acknowledged. For one thread.
 */
final class LogFileReader {
    private static final int DOCUMENT_HEADER = 4;
    private static final int NOT_COMPLETE = 1 << 31;
    private static final int METADATA = 1 << 30;
    private static final int LENGTH = METADATA - 1;
    private static final int WINDOW = 1 << 16;
    private static final Logger LOG = LoggerFactory.getLogger(LogFileReader.class);

    private final int file;
    private final FileChannel channel;
    private ByteBuffer window = ByteBuffer.allocate(WINDOW).limit(0);
    private long windowStart;
    private long end;
    private long lastSequence = Long.MIN_VALUE;

    private LogFileReader(int file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Visits the frames of a file that begin at {@code from} or later.
     *
     * @param from 0 or the offset of a frame
     * @return where the last frame visited ends, or 0 for none
     */
    static long scan(int file, Path path, long from, FrameLog.FrameVisitor visitor) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            var reader = new LogFileReader(file, channel);
            reader.scan(from == 0 ? 0 : from - DOCUMENT_HEADER, visitor);
            return reader.end;
        }
    }

    private void scan(long from, FrameLog.FrameVisitor visitor) throws IOException {
        long at = from;
        while (fill(at, DOCUMENT_HEADER)) {
            int header = window.order(ByteOrder.LITTLE_ENDIAN).getInt((int) (at - windowStart));
            int length = header & LENGTH;
            if (header == 0 || (header & NOT_COMPLETE) != 0 || !fill(at, DOCUMENT_HEADER + (long) length)) {
                return;
            }
            if ((header & METADATA) == 0 && !visit(at + DOCUMENT_HEADER, length, visitor)) {
                return;
            }
            at = at + DOCUMENT_HEADER + length + 3 & -4L;
        }
    }

    private boolean visit(long offset, int length, FrameLog.FrameVisitor visitor) throws IOException {
        ByteBuffer frame = window.slice((int) (offset - windowStart), length);
        ByteBuffer payload;
        try {
            payload = Frame.payload(frame);
        } catch (CorruptRecordException e) {
            LOG.warn("the scan of file {} ends at octet {}: what stands there is damaged, nothing behind it is read",
                    file,
                    offset);
            return false;
        }
        if (Frame.sequence(frame) <= lastSequence) {
            LOG.warn("the scan of file {} ends at octet {}: the record there is older than the one before it", file,
                    offset);
            return false;
        }
        lastSequence = Frame.sequence(frame);
        end = offset + length;
        return visitor.frame(LogPosition.of(file, offset), lastSequence, payload.asReadOnlyBuffer());
    }

    /** Makes the window hold {@code count} bytes from {@code at} on; false if the file has not so many. */
    private boolean fill(long at, long count) throws IOException {
        if (at >= windowStart && at + count <= windowStart + window.limit()) {
            return true;
        }
        if (count > Frame.MAX_PAYLOAD + (long) WINDOW) {
            return false;
        }
        int capacity = (int) Math.max(WINDOW, count);
        ByteBuffer next = window.capacity() >= capacity ? window : ByteBuffer.allocate(capacity);
        window = next.clear();
        windowStart = at;
        while (window.position() < count) {
            if (channel.read(window, at + window.position()) < 0) {
                window.flip();
                return false;
            }
        }
        window.flip();
        return true;
    }
}
