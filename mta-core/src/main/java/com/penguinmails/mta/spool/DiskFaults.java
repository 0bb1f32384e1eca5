package com.penguinmails.mta.spool;

import java.io.IOException;

/** What goes wrong on a {@link MemoryDisk}; asked on the thread that writes, before each write. */
public interface DiskFaults {
    /** Nothing ever does. */
    DiskFaults NONE = new DiskFaults() {
    };

    /**
     * A record is to be written.
     *
     * @throws IOException if it cannot be
     */
    default void append() throws IOException {}

    /**
     * What was written is to be forced.
     *
     * @throws IOException if it cannot be; then it is not known what is on the disk
     */
    default void force() throws IOException {}

    /** Bytes that may still be written. */
    default long freeBytes() {
        return Long.MAX_VALUE;
    }
}
