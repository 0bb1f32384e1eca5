package com.penguinmails.mta.spool;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * What surrounds each record of a log: magic, length of the payload (1 or more), sequence number, and CRC32C over these and the
 * payload. A zeroed, torn or foreign stretch of a file never passes as a frame.
 */
final class Frame {
    static final int HEADER = 20;
    /** Bounds a reader's buffer. */
    static final int MAX_PAYLOAD = 120 << 20;
    private static final int MAGIC = 0x504d5401;
    private static final int CHECKED_HEADER = 16;

    private Frame() {}

    /** Writes the header of a frame into 20 bytes of {@code header}; leaves both buffers' positions as they were. */
    static void writeHeader(ByteBuffer header, long sequence, ByteBuffer payload) {
        int length = payload.remaining();
        if (length < 1 || length > MAX_PAYLOAD) {
            throw new IllegalArgumentException("a record has 1 to " + MAX_PAYLOAD + " octets, not " + length);
        }
        int start = header.position();
        header.order(ByteOrder.BIG_ENDIAN);
        header.putInt(start, MAGIC).putInt(start + 4, length).putLong(start + 8, sequence);
        header.putInt(start + CHECKED_HEADER, checksum(header.slice(start, CHECKED_HEADER), payload));
    }

    /**
     * The length of the payload that a header announces.
     *
     * @throws CorruptRecordException if it is no header
     */
    static int payloadLength(ByteBuffer header) throws CorruptRecordException {
        int start = header.position();
        int length = header.getInt(start + 4);
        if (header.getInt(start) != MAGIC || length < 1 || length > MAX_PAYLOAD) {
            throw new CorruptRecordException("no frame");
        }
        return length;
    }

    static long sequence(ByteBuffer header) {
        return header.getLong(header.position() + 8);
    }

    /**
     * The payload of a whole frame, as a slice of it.
     *
     * @throws CorruptRecordException if the checksum is wrong or the length is not the frame's
     */
    static ByteBuffer payload(ByteBuffer frame) throws CorruptRecordException {
        if (frame.remaining() < HEADER || payloadLength(frame) > frame.remaining() - HEADER) {
            throw new CorruptRecordException("a frame is cut off");
        }
        int start = frame.position();
        ByteBuffer payload = frame.slice(start + HEADER, payloadLength(frame));
        if (frame.getInt(start + CHECKED_HEADER) != checksum(frame.slice(start, CHECKED_HEADER), payload)) {
            throw new CorruptRecordException("wrong checksum");
        }
        return payload;
    }

    private static int checksum(ByteBuffer header, ByteBuffer payload) {
        var crc = new CRC32C();
        crc.update(header);
        crc.update(payload.duplicate());
        return (int) crc.getValue();
    }
}
