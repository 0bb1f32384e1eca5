package com.penguinmails.mta.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields that {@link RecordWriter} wrote. Whatever the bytes are, it answers with a value or with a
 * {@link CorruptRecordException}, and never takes more memory than there are bytes.
 */
final class RecordReader {
    private static final int MAX_TEXT = 1 << 20;
    private final ByteBuffer buffer;

    RecordReader(ByteBuffer buffer) {
        this.buffer = buffer;
    }

    int remaining() {
        return buffer.remaining();
    }

    int position() {
        return buffer.position();
    }

    /** A reader of the next {@code length} bytes, which this one passes over. */
    RecordReader part(int length) throws CorruptRecordException {
        require(length);
        var part = new RecordReader(buffer.slice(buffer.position(), length));
        buffer.position(buffer.position() + length);
        return part;
    }

    int getByte() throws CorruptRecordException {
        require(1);
        return buffer.get() & 0xff;
    }

    boolean getBoolean() throws CorruptRecordException {
        int value = getByte();
        if (value > 1) {
            throw new CorruptRecordException("a flag is 0 or 1, not " + value);
        }
        return value == 1;
    }

    int getInt() throws CorruptRecordException {
        require(4);
        return buffer.getInt();
    }

    /** A number of 0 or more. */
    int getNatural() throws CorruptRecordException {
        int value = getInt();
        if (value < 0) {
            throw new CorruptRecordException("a number is negative");
        }
        return value;
    }

    long getLong() throws CorruptRecordException {
        require(8);
        return buffer.getLong();
    }

    int getCount() throws CorruptRecordException {
        long value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            int next = getByte();
            value |= (long) (next & 0x7f) << shift;
            if (next <= 0x7f) {
                return requireCount(value);
            }
        }
        throw new CorruptRecordException("a number has too many bytes");
    }

    /** How many elements of at least {@code elementBytes} bytes follow; refused if there are not as many bytes left. */
    int getCountOf(int elementBytes) throws CorruptRecordException {
        int count = getCount();
        if ((long) count * elementBytes > buffer.remaining()) {
            throw new CorruptRecordException("more elements are announced than there are bytes");
        }
        return count;
    }

    String getText() throws CorruptRecordException {
        int length = getCount();
        require(length);
        if (length > MAX_TEXT) {
            throw new CorruptRecordException("a text has more than " + MAX_TEXT + " octets");
        }
        if (!buffer.hasArray()) {
            var utf8 = new byte[length];
            buffer.get(utf8);
            return new String(utf8, StandardCharsets.UTF_8);
        }
        int start = buffer.position();
        buffer.position(start + length);
        return new String(buffer.array(), buffer.arrayOffset() + start, length, StandardCharsets.UTF_8);
    }

    /** A text that stands in many records. */
    String getText(TextCache texts) throws CorruptRecordException {
        int length = getCount();
        require(length);
        return texts.next(buffer, length);
    }

    /** Passes over a text. */
    void skipText() throws CorruptRecordException {
        skip(getCount());
    }

    /** Passes over a text that may be absent. */
    void skipOptionalText() throws CorruptRecordException {
        if (getBoolean()) {
            skipText();
        }
    }

    /** Passes over so many bytes. */
    void skip(int bytes) throws CorruptRecordException {
        require(bytes);
        buffer.position(buffer.position() + bytes);
    }

    @Nullable
    String getOptionalText() throws CorruptRecordException {
        return getBoolean() ? getText() : null;
    }

    /** A copy of the octets that were written with their number. */
    ByteBuffer getBytes() throws CorruptRecordException {
        var octets = new byte[getCountOf(1)];
        var _ = buffer.get(octets);
        return ByteBuffer.wrap(octets);
    }

    void requireEnd() throws CorruptRecordException {
        if (buffer.hasRemaining()) {
            throw new CorruptRecordException("a record is longer than its fields");
        }
    }

    private void require(int bytes) throws CorruptRecordException {
        if (bytes < 0 || bytes > buffer.remaining()) {
            throw new CorruptRecordException("a record ends within a field");
        }
    }

    private static int requireCount(long value) throws CorruptRecordException {
        if (value > Integer.MAX_VALUE) {
            throw new CorruptRecordException("a number is too large");
        }
        return (int) value;
    }
}
