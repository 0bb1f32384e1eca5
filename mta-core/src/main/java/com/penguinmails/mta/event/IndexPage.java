package com.penguinmails.mta.event;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * The index of the log file that is being written: 32 bits of a message's hash and a position for each event, in the order in
 * which they came. One thread adds; any thread looks up.
 */
final class IndexPage {
    /** Octets of one entry in a written index. */
    static final int ENTRY = 12;

    private final int file;
    private int[] hashes = new int[1024];
    private long[] positions = new long[1024];
    private int size;

    IndexPage(int file) {
        this.file = file;
    }

    int file() {
        return file;
    }

    synchronized void add(int hash, long position) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
            positions = Arrays.copyOf(positions, size * 2);
        }
        hashes[size] = hash;
        positions[size] = position;
        size++;
    }

    /** Scans: a page has some hundred thousand entries at most, and the writer does not wait for it. */
    void positionsOf(int hash, LongConsumer found) {
        int[] hashesNow;
        long[] positionsNow;
        int sizeNow;
        synchronized (this) {
            hashesNow = hashes;
            positionsNow = positions;
            sizeNow = size;
        }
        for (int i = 0; i < sizeNow; i++) {
            if (hashesNow[i] == hash) {
                found.accept(positionsNow[i]);
            }
        }
    }

    /** All entries by hash, then in order; how a finished file's index is written. */
    synchronized ByteBuffer sorted() {
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            keys[i] = (long) hashes[i] << 32 | i;
        }
        Arrays.sort(keys);
        ByteBuffer sorted = ByteBuffer.allocate(size * ENTRY);
        for (long key : keys) {
            sorted.putInt((int) (key >> 32)).putLong(positions[(int) key]);
        }
        return sorted.flip();
    }
}
