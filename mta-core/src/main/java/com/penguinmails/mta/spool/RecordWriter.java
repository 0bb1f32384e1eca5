package com.penguinmails.mta.spool;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes the fields of records into a buffer that grows. Numbers are big-endian. For one thread. */
final class RecordWriter {
    private static final int START = 4096;
    private static final int KEEP = 1 << 20;
    private byte[] bytes = new byte[START];
    private int position;

    void reset() {
        position = 0;
        if (bytes.length > KEEP) {
            bytes = new byte[START];
        }
    }

    int position() {
        return position;
    }

    /** What was written; valid until the next call. */
    ByteBuffer view() {
        return ByteBuffer.wrap(bytes, 0, position);
    }

    void putByte(int value) {
        require(1);
        bytes[position++] = (byte) value;
    }

    void putBoolean(boolean value) {
        putByte(value ? 1 : 0);
    }

    void putInt(int value) {
        require(4);
        position += 4;
        setInt(position - 4, value);
    }

    /** Overwrites four bytes written before. */
    void setInt(int at, int value) {
        bytes[at] = (byte) (value >>> 24);
        bytes[at + 1] = (byte) (value >>> 16);
        bytes[at + 2] = (byte) (value >>> 8);
        bytes[at + 3] = (byte) value;
    }

    void putLong(long value) {
        putInt((int) (value >>> 32));
        putInt((int) value);
    }

    /** A number of 0 or more in 1 to 5 bytes of 7 bits, low ones first. */
    void putCount(int value) {
        require(5);
        int rest = value;
        while (rest > 0x7f) {
            bytes[position++] = (byte) (rest | 0x80);
            rest >>>= 7;
        }
        bytes[position++] = (byte) rest;
    }

    void putText(String text) {
        if (!putAscii(text)) {
            putUtf8(text);
        }
    }

    /** The same as {@link #putUtf8} without a copy, for a text whose octets are its characters; false and nothing for another. */
    private boolean putAscii(String text) {
        int start = position;
        int length = text.length();
        putCount(length);
        require(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                position = start;
                return false;
            }
            bytes[position++] = (byte) c;
        }
        return true;
    }

    private void putUtf8(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        putCount(utf8.length);
        require(utf8.length);
        System.arraycopy(utf8, 0, bytes, position, utf8.length);
        position += utf8.length;
    }

    /** How many octets, then the octets. */
    void putBytes(ByteBuffer octets) {
        int length = octets.remaining();
        putCount(length);
        require(length);
        octets.get(octets.position(), bytes, position, length);
        position += length;
    }

    void putOptionalText(@Nullable String text) {
        putBoolean(text != null);
        if (text != null) {
            putText(text);
        }
    }

    private void require(int more) {
        if (more > bytes.length - position) {
            long wanted = Math.max((long) position + more, 2L * bytes.length);
            bytes = Arrays.copyOf(bytes, (int) Math.min(wanted, Integer.MAX_VALUE - 8));
        }
    }
}
