package com.penguinmails.mta.event;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * An append-only log of checksummed records on disk. One thread appends; any thread reads. Positions grow strictly and stay
 * valid over restarts until the record is dropped.
 */
public interface EventStore extends AutoCloseable {

    /** Called for each record; the buffer is valid only during the call. */
    @FunctionalInterface
    interface Visitor {
        /** Returns whether to go on. */
        boolean visit(long position, ByteBuffer record);
    }

    /** Appends one record of 1 byte to 1 MiB and returns its position. */
    long append(ByteBuffer record);

    /** Forces to disk what was appended. */
    void force();

    /** Visits records in order from the first one after {@code position} (0: from the oldest) to the last one appended. */
    void readAfter(long position, Visitor visitor);

    /** Reads the record at exactly this position; false if it is not there any more. */
    boolean readAt(long position, Visitor visitor);

    /** The position of the oldest record kept, or 0 for none. */
    long firstPosition();

    /** The position of the newest record, or 0 for none. */
    long lastPosition();

    /** Which file of the log a position lies in; files are deleted as a whole. */
    int fileOf(long position);

    /** The files of the log, oldest first. */
    List<FileSummary> files();

    /** Octets that the log takes on disk. */
    long sizeOnDisk();

    /** Deletes every file that lies wholly before {@code position}. */
    void dropBefore(long position);

    @Override
    void close();

    /**
     * One file of the log.
     *
     * @param nextPosition the position of the first record of the next file, or 0 where this is the newest
     * @param endedMillis when the next file was begun, in milliseconds since 1970; 0 where this is the newest
     */
    record FileSummary(int number, long nextPosition, long endedMillis) {}
}
