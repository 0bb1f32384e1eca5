package com.penguinmails.mta.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * An append-only log of checksummed frames in numbered files. One thread rolls, appends and forces; any thread reads and
 * deletes. Positions are those of {@link LogPosition}.
 *
 * <p>A frame survives a power cut if and only if {@link #force} returned after it was appended; what was not forced may be found
 * again whole, or not at all.
 */
interface FrameLog extends AutoCloseable {
    /** Most records of a journal are not longer. */
    int USUAL_PAYLOAD = 512;

    /** Shown each frame of a file; the payload is valid only during the call. */
    @FunctionalInterface
    interface FrameVisitor {
        /** Returns whether to go on. */
        boolean frame(long position, long sequence, ByteBuffer payload) throws IOException;
    }

    /** Begins file number {@code file}, higher than all before; what was appended must have been forced. */
    void roll(int file) throws IOException;

    /**
     * Appends a frame and leaves the payload's position as it was. After any failure the file must be {@linkplain #abandon
     * abandoned}.
     *
     * @return its position
     */
    long append(long sequence, ByteBuffer payload) throws IOException;

    /** Forces to disk all that was appended. */
    void force() throws IOException;

    /** Cuts off what was appended and not forced, and closes the current file for good; the next append needs a roll. */
    void abandon();

    /** The end of the current file in bytes; 0 when there is none. */
    long size();

    /** The payload at this position, its checksum verified. */
    default ByteBuffer read(long position) throws IOException {
        return read(position, USUAL_PAYLOAD);
    }

    /** As {@link #read(long)}; quickest when the payload has at most {@code expected} octets. */
    ByteBuffer read(long position, int expected) throws IOException;

    /** A part of a payload of {@code length} octets, without the checksum. */
    ByteBuffer read(long position, int length, int from, int count) throws IOException;

    /** All files, ascending. */
    List<Integer> files();

    /** Where the last frame of a file ends, in bytes; 0 if it has none or is not there. */
    long end(int file);

    /** Visits the frames of a file in order, up to the last one forced or the first that is damaged, from {@code offset} on. */
    void scan(int file, long offset, FrameVisitor visitor) throws IOException;

    /** Deletes a file that is not the current one; none is no error. */
    void delete(int file) throws IOException;

    @Override
    void close();
}
