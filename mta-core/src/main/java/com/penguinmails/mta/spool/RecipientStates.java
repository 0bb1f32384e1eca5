package com.penguinmails.mta.spool;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The states of many recipients side by side: one bit for open, and for those that were deferred the number of attempts and the
 * next one's time, in blocks that exist only where there was a deferral. For one thread.
 */
final class RecipientStates {
    private static final int BLOCK = 4096;
    private static final int MAX_ATTEMPTS = 0xffff;
    private long[] open = new long[16];
    private @Nullable Deferrals[] deferrals = new Deferrals[1];
    private int size;

    int size() {
        return size;
    }

    /** Adds {@code count} recipients and returns the number of the first. */
    int add(int count, boolean isOpen) {
        int first = size;
        size = Math.addExact(size, count);
        int words = (size + 63) / 64;
        if (words > open.length) {
            open = Arrays.copyOf(open, Math.max(words, open.length * 2));
        }
        for (int i = first; isOpen && i < size; i++) {
            open[i >> 6] |= 1L << i;
        }
        return first;
    }

    boolean isOpen(int recipient) {
        return (open[recipient >> 6] & 1L << recipient) != 0;
    }

    void open(int recipient) {
        open[recipient >> 6] |= 1L << recipient;
    }

    void close(int recipient) {
        open[recipient >> 6] &= ~(1L << recipient);
    }

    void defer(int recipient, int attempts, long dueMillis) {
        int block = recipient / BLOCK;
        if (block >= deferrals.length) {
            deferrals = Arrays.copyOf(deferrals, Math.max(block + 1, deferrals.length * 2));
        }
        Deferrals found = deferrals[block];
        if (found == null) {
            found = new Deferrals();
            deferrals[block] = found;
        }
        found.attempts[recipient % BLOCK] = (char) Math.clamp(attempts, 0, MAX_ATTEMPTS);
        found.dueMillis[recipient % BLOCK] = dueMillis;
    }

    int attempts(int recipient) {
        Deferrals found = find(recipient);
        return found == null ? 0 : found.attempts[recipient % BLOCK];
    }

    long dueMillis(int recipient) {
        Deferrals found = find(recipient);
        return found == null ? 0 : found.dueMillis[recipient % BLOCK];
    }

    private @Nullable Deferrals find(int recipient) {
        int block = recipient / BLOCK;
        return block < deferrals.length ? deferrals[block] : null;
    }

    /** By recipient within a block. */
    private static final class Deferrals {
        private final char[] attempts = new char[BLOCK];
        private final long[] dueMillis = new long[BLOCK];
    }
}
