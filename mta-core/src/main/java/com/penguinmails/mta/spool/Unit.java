package com.penguinmails.mta.spool;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is written together: contents, and items that name them by {@link SpoolEntry#contentNumber}.
 *
 * @param items may be empty of anything to keep; then nothing is written
 */
record Unit(List<ByteBuffer> contents, List<JournalItem> items) {

    static Unit of(SpoolEntry entry) {
        return new Unit(entry.contents(), entry.records().stream().<JournalItem>map(JournalItem.Fact::new).toList());
    }

    /** Whether any of it is to be kept on disk. */
    boolean isKept() {
        return items.stream().anyMatch(
                item -> !(item instanceof JournalItem.Fact(JournalRecord value)
                        && value instanceof JournalRecord.Noted));
    }

    long contentBytes() {
        return contents.stream().mapToLong(ByteBuffer::remaining).sum();
    }

    /**
     * A unit as it stands on disk.
     *
     * @param position the place of its frame in the journal; 0 if nothing was kept
     * @param items with their real content places
     */
    record Written(long firstSequence, long position, List<JournalItem> items) {}
}
