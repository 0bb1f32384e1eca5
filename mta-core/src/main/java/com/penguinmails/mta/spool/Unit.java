package com.penguinmails.mta.spool;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What is written together: contents, and items that name them by {@link SpoolEntry#contentNumber}.
 *
 * @param items may be empty of anything to keep; then nothing is written
 */
record Unit(List<ByteBuffer> contents, List<JournalItem> items) {

    /** Whether any of it is to be kept on disk. */
    boolean isKept() {
        for (JournalItem item : items) {
            if (isKept(item)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isKept(JournalItem item) {
        return switch (item) {
            case JournalItem.Fact(JournalRecord value) -> !(value instanceof JournalRecord.Noted);
            case JournalItem.Discarded _ -> false;
            default -> true;
        };
    }

    /**
     * A unit as it stands on disk.
     *
     * @param position the place of its frame in the journal; 0 if nothing was kept
     * @param bytes of the frame's payload
     * @param items with their real content places
     */
    record Written(long firstSequence, long position, int bytes, List<JournalItem> items) {

        /** The bytes of one item; where there are several, about. */
        int bytesEach() {
            return bytes / items.size();
        }
    }
}
