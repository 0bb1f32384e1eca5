package com.penguinmails.mta.accept.smtp;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;

/**
 * Arrays that messages come in by, used again and again. Their sizes are powers of two; of each size it keeps
 * {@value #KEPT_OCTETS} octets at most, whatever was in use at once, and larger arrays it does not keep at all. Thread-safe.
 */
final class BufferPool {
    private static final int SMALLEST = 4 * 1024;
    private static final int LARGEST = 256 * 1024;
    private static final int KEPT_OCTETS = 1 << 20;

    private final List<ArrayBlockingQueue<byte[]>> free = new ArrayList<>();

    BufferPool() {
        for (int size = SMALLEST; size <= LARGEST; size *= 2) {
            free.add(new ArrayBlockingQueue<>(KEPT_OCTETS / size));
        }
    }

    /** How long the array is that {@link #take} gives. */
    static int sizeFor(int needed) {
        return needed > LARGEST ? needed : Math.max(SMALLEST, Integer.highestOneBit(2 * needed - 1));
    }

    /** An array with whatever is in it. */
    byte[] take(int needed) {
        int size = sizeFor(needed);
        byte[] kept = size > LARGEST ? null : free.get(index(size)).poll();
        return kept == null ? new byte[size] : kept;
    }

    /** Gives an array back, once. */
    void give(byte[] array) {
        if (array.length >= SMALLEST && array.length <= LARGEST && Integer.bitCount(array.length) == 1) {
            boolean _ = free.get(index(array.length)).offer(array);
        }
    }

    private static int index(int size) {
        return Integer.numberOfTrailingZeros(size) - Integer.numberOfTrailingZeros(SMALLEST);
    }
}
