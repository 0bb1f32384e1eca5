package com.penguinmails.mta.spool;

/**
 * A place in a log as one {@code long}: 23 bits of file number (from 1), 30 bits of byte offset, 10 bits of the record's number
 * within its frame. Positions of one log grow strictly.
 */
final class LogPosition {
    /** How many records a frame may hold. */
    static final int MAX_ORDINALS = 1 << 10;
    /** The first byte offset that has no position. */
    static final long MAX_OFFSET = 1L << 30;
    static final int MAX_FILE = (1 << 23) - 1;

    private LogPosition() {}

    static long of(int file, long offset) {
        if (file < 1 || file > MAX_FILE || offset < 0 || offset >= MAX_OFFSET) {
            throw new IllegalArgumentException("no place in a log: file " + file + ", offset " + offset);
        }
        return (long) file << 40 | offset << 10;
    }

    /** The place of record number {@code ordinal} in the frame at {@code frame}. */
    static long withOrdinal(long frame, int ordinal) {
        return frame | ordinal;
    }

    static int file(long position) {
        return (int) (position >>> 40);
    }

    static long offset(long position) {
        return position >>> 10 & (MAX_OFFSET - 1);
    }

    static int ordinal(long position) {
        return (int) position & (MAX_ORDINALS - 1);
    }
}
