package com.penguinmails.mta.spool;

import java.util.Arrays;

/**
 * Acceptances, by ascending number, what each takes on disk, and the states of their recipients: outside the heap three octets for
 * each acceptance, eight more for one with several recipients, one bit for each recipient, five octets for one that was deferred. For
 * one thread.
 *
 * <p>The numbers are kept in groups that share all but their lowest 16 bits. Recipients have numbers of their own, in the order
 * of their acceptances; of those with several recipients it is written down how many recipients came before beyond one for each.
 */
final class AcceptanceTable {
    static final int NONE = -1;
    private static final int GROUP_BITS = 16;
    private static final int MAX_GROUPS = 1 << 20;
    private static final int SEVERAL_BYTES = 8;

    private final RecipientStates states = new RecipientStates();
    private final Pages lows = new Pages();
    private final Pages needs = new Pages();
    /** For each acceptance with several recipients its row, and the excess of recipients over rows behind it. */
    private final Pages several = new Pages();
    private int severals;
    /** By group, the first row in it or behind it. */
    private int[] groups = new int[4];
    private int groupCount;
    private long firstGroup;
    private long last = Long.MIN_VALUE;
    private int size;

    /** Whether the acceptance may be added: its number is higher than all before, and not out of reach. */
    boolean follows(long acceptance) {
        return size == 0 || acceptance > last && (acceptance >> GROUP_BITS) - firstGroup < MAX_GROUPS;
    }

    /**
     * Adds an acceptance with a higher number than all before.
     *
     * @param need the octets that it takes on disk as long as a recipient is open
     */
    void add(long acceptance, int recipients, boolean open, long need) {
        if (!follows(acceptance)) {
            throw new IllegalArgumentException("acceptance " + acceptance + " does not come after the ones before");
        }
        beginGroup(acceptance >> GROUP_BITS);
        lows.grow(2L * size).putShort(Pages.offset(2L * size), (short) acceptance);
        needs.grow(size).putByte(Pages.offset(size), RoundedSize.of(need, acceptance));
        int _ = states.add(recipients, open);
        if (recipients != 1) {
            long at = (long) SEVERAL_BYTES * severals++;
            several.grow(at).putInt(Pages.offset(at), size);
            several.page(at).putInt(Pages.offset(at) + Integer.BYTES, states.size() - size - 1);
        }
        last = acceptance;
        size++;
    }

    private void beginGroup(long group) {
        if (size == 0) {
            firstGroup = group;
        }
        while (groupCount <= group - firstGroup) {
            if (groupCount == groups.length) {
                groups = Arrays.copyOf(groups, groupCount * 2);
            }
            groups[groupCount++] = size;
        }
    }

    /** How many acceptances there are; the last one has the row before. */
    int size() {
        return size;
    }

    /** The row of an acceptance, or {@link #NONE}. */
    int find(long acceptance) {
        long group = (acceptance >> GROUP_BITS) - firstGroup;
        if (size == 0 || group < 0 || group >= groupCount) {
            return NONE;
        }
        int low = groups[(int) group];
        int high = (group + 1 < groupCount ? groups[(int) group + 1] : size) - 1;
        int wanted = (int) acceptance & 0xffff;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int found = lows.page(2L * middle).getShort(Pages.offset(2L * middle)) & 0xffff;
            if (found == wanted) {
                return middle;
            }
            if (found < wanted) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return NONE;
    }

    int recipients(int row) {
        return first(row + 1) - first(row);
    }

    boolean isOpen(int row, int index) {
        return index < recipients(row) && states.isOpen(first(row) + index);
    }

    /** Whether any recipient of the acceptance is open. */
    boolean anyOpen(int row) {
        return states.anyOpen(first(row), first(row + 1));
    }

    /** The octets that the acceptance takes on disk as long as a recipient is open, about. */
    long need(int row) {
        return RoundedSize.bytes(needs.page(row).getByte(Pages.offset(row)));
    }

    void open(int row, int index) {
        states.open(first(row) + index);
    }

    void close(int row, int index) {
        states.close(first(row) + index);
    }

    void defer(int row, int index, int attempts, long dueMillis) {
        states.defer(first(row) + index, attempts, dueMillis);
    }

    int attempts(int row, int index) {
        return states.attempts(first(row) + index);
    }

    long dueMillis(int row, int index) {
        return states.dueMillis(first(row) + index);
    }

    /** Octets outside the heap. */
    long bytes() {
        return lows.bytes() + needs.bytes() + several.bytes() + states.bytes();
    }

    /** The number of the first recipient of a row. */
    private int first(int row) {
        int low = 0;
        int high = severals - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long at = (long) SEVERAL_BYTES * middle;
            if (several.page(at).getInt(Pages.offset(at)) < row) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        long before = (long) SEVERAL_BYTES * high;
        return high < 0 ? row : row + several.page(before).getInt(Pages.offset(before) + Integer.BYTES);
    }
}
