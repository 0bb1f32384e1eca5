package com.penguinmails.mta.spool;

/** Asks the file system what it has left. */
@FunctionalInterface
interface FreeSpace {

    /** Bytes that this process may still write. Cheap; may be called from any thread. */
    long usableBytes();
}
