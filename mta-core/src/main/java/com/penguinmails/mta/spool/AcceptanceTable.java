package com.penguinmails.mta.spool;

import java.util.Arrays;

/**
 * Acceptances and the states of their recipients: 12 bytes for each acceptance, one bit for each recipient, ten bytes more for
 * one that was deferred. For one thread.
 */
final class AcceptanceTable {
    static final int NONE = -1;
    private final RecipientStates states = new RecipientStates();
    private long[] numbers = new long[16];
    private int[] firsts = new int[16];
    private int size;

    /** Whether the acceptance may be added: its number is higher than all before. */
    boolean follows(long acceptance) {
        return size == 0 || numbers[size - 1] < acceptance;
    }

    /** Adds an acceptance with a higher number than all before. */
    void add(long acceptance, int recipients, boolean open) {
        if (!follows(acceptance)) {
            throw new IllegalArgumentException("acceptance " + acceptance + " does not come after the ones before");
        }
        if (size == numbers.length) {
            numbers = Arrays.copyOf(numbers, size + (size >> 1));
            firsts = Arrays.copyOf(firsts, size + (size >> 1));
        }
        numbers[size] = acceptance;
        firsts[size++] = states.add(recipients, open);
    }

    /** The row of an acceptance, or {@link #NONE}. */
    int find(long acceptance) {
        int row = Arrays.binarySearch(numbers, 0, size, acceptance);
        return row >= 0 ? row : NONE;
    }

    int recipients(int row) {
        return (row + 1 < size ? firsts[row + 1] : states.size()) - firsts[row];
    }

    boolean isOpen(int row, int index) {
        return index < recipients(row) && states.isOpen(firsts[row] + index);
    }

    int openCount(int row) {
        int open = 0;
        for (int i = recipients(row) - 1; i >= 0; i--) {
            open += states.isOpen(firsts[row] + i) ? 1 : 0;
        }
        return open;
    }

    void open(int row, int index) {
        states.open(firsts[row] + index);
    }

    void close(int row, int index) {
        states.close(firsts[row] + index);
    }

    void defer(int row, int index, int attempts, long dueMillis) {
        states.defer(firsts[row] + index, attempts, dueMillis);
    }

    int attempts(int row, int index) {
        return states.attempts(firsts[row] + index);
    }

    long dueMillis(int row, int index) {
        return states.dueMillis(firsts[row] + index);
    }
}
