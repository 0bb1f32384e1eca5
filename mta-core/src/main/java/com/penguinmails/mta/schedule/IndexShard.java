package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import java.nio.ByteBuffer;
import org.agrona.concurrent.UnsafeBuffer;

/** An open-addressing table of slot numbers with linear probing, at most three quarters full. For one thread. */
final class IndexShard {
    private static final int INITIAL_CAPACITY = 64;

    private final SlotTable slots;
    private UnsafeBuffer table = empty(INITIAL_CAPACITY);
    private int capacity = INITIAL_CAPACITY;
    private int size;

    IndexShard(SlotTable slots) {
        this.slots = slots;
    }

    static long hash(long acceptance) {
        long mixed = acceptance * 0x9e3779b97f4a7c15L;
        return mixed ^ mixed >>> 29;
    }

    int get(long acceptance) {
        return at(find(acceptance));
    }

    /** Puts the slot in the place of its acceptance. */
    void put(int slot) {
        int position = find(slots.acceptance(slot));
        if (at(position) == NONE) {
            size++;
        }
        set(position, slot);
        if (size > capacity / 4 * 3) {
            grow();
        }
    }

    void remove(long acceptance) {
        int hole = find(acceptance);
        if (at(hole) == NONE) {
            return;
        }
        size--;
        set(hole, NONE);
        closeGap(hole);
    }

    long bytes() {
        return (long) capacity * Integer.BYTES;
    }

    /** Moves entries that were displaced past the hole back, so that no search ends at it too early. */
    private void closeGap(int start) {
        int hole = start;
        for (int i = next(hole); at(i) != NONE; i = next(i)) {
            int home = home(slots.acceptance(at(i)));
            boolean mayMove = hole <= i ? home <= hole || home > i : home <= hole && home > i;
            if (mayMove) {
                set(hole, at(i));
                set(i, NONE);
                hole = i;
            }
        }
    }

    private int find(long acceptance) {
        int position = home(acceptance);
        while (at(position) != NONE && slots.acceptance(at(position)) != acceptance) {
            position = next(position);
        }
        return position;
    }

    private void grow() {
        UnsafeBuffer old = table;
        int oldCapacity = capacity;
        capacity = oldCapacity * 2;
        table = empty(capacity);
        for (int i = 0; i < oldCapacity; i++) {
            int slot = old.getInt(i * Integer.BYTES);
            if (slot != NONE) {
                set(find(slots.acceptance(slot)), slot);
            }
        }
    }

    private int home(long acceptance) {
        return (int) hash(acceptance) & capacity - 1;
    }

    private int next(int position) {
        return position + 1 & capacity - 1;
    }

    private int at(int position) {
        return table.getInt(position * Integer.BYTES);
    }

    private void set(int position, int slot) {
        table.putInt(position * Integer.BYTES, slot);
    }

    private static UnsafeBuffer empty(int capacity) {
        UnsafeBuffer buffer = new UnsafeBuffer(ByteBuffer.allocateDirect(capacity * Integer.BYTES));
        buffer.setMemory(0, buffer.capacity(), (byte) NONE);
        return buffer;
    }
}
