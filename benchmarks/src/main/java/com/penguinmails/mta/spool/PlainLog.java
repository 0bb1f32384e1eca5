package com.penguinmails.mta.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The log that anybody would write: records one behind the other in a file, forced for all that wait together. It has no checksums,
 * no index, no recovery. Thread-safe.
 */
final class PlainLog implements AutoCloseable {
    private final FileChannel channel;
    private final Object forcing = new Object();
    private long written;
    private volatile long forced;

    PlainLog(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Writes a record; returns where it ends. */
    synchronized long append(ByteBuffer record) throws IOException {
        while (record.hasRemaining()) {
            written += channel.write(record);
        }
        return written;
    }

    /** Returns when all up to there is on disk, whoever forced it. */
    void force(long to) throws IOException {
        synchronized (forcing) {
            if (forced < to) {
                long end = end();
                channel.force(false);
                forced = end;
            }
        }
    }

    private synchronized long end() {
        return written;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
