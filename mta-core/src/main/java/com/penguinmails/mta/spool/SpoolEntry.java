package com.penguinmails.mta.spool;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is committed together: all of it or nothing is there after a crash.
 *
 * @param contents bytes for the content log, written before the records; a record names content number {@code i} by
 *     {@code new ContentRef(-1 - i, length)}, which the spool replaces by the real place. The buffers belong to the spool until
 *     the listener is called.
 * @param records facts for the journal, in order; their sequence numbers are consecutive
 */
public record SpoolEntry(List<ByteBuffer> contents, List<JournalRecord> records) {

    public SpoolEntry {
        contents = List.copyOf(contents);
        records = List.copyOf(records);
    }

    /** The place-holder by which a record names a content of its own entry. */
    public static ContentRef contentNumber(int index, int length) {
        return new ContentRef(-1L - index, length);
    }
}
