package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

import java.util.Arrays;

/**
 * Fires each slot at its deadline ({@link SlotTable#deadline}), never before, on the millisecond if asked at that time. A
 * hierarchy of four wheels of 256 buckets; a tick of the lowest is 64 ms. Within a tick slots fire in no certain order.
 *
 * <p>A slot lies in the bucket of the lowest wheel on which its tick and the current one differ only below; when the current
 * tick enters the span of an upper bucket, that bucket is dealt out to the wheels below. Only buckets of the future are in use
 * on the upper wheels, so the earliest work is the first used bucket of the lowest used wheel. What lies beyond the top wheel
 * (some years) waits in a list of its own. The links are in the slots. Adding and removing take constant time.
 *
 * <p>For one thread.
 */
final class TimerWheel {
    /** Told of a slot whose deadline has come; the slot is not in the wheel any more. */
    @FunctionalInterface
    interface Handler {
        void due(int slot);
    }

    private static final int TICK_BITS = 6;
    private static final int BITS = 8;
    private static final int BUCKETS = 1 << BITS;
    private static final int MASK = BUCKETS - 1;
    private static final int LEVELS = 4;
    private static final int BEYOND = LEVELS * BUCKETS;
    private static final int FIRING = BEYOND + 1;

    private final SlotTable slots;
    private final int[] heads = new int[FIRING + 1];
    private long currentTick;
    private long nextMillis = Long.MAX_VALUE;

    TimerWheel(SlotTable slots, long nowMillis) {
        this.slots = slots;
        this.currentTick = nowMillis >> TICK_BITS;
        Arrays.fill(heads, NONE);
    }

    /** Adds a slot at its deadline; one in the past fires at the next call. */
    void add(int slot) {
        long deadline = slots.deadline(slot);
        long tick = Math.max(deadline >> TICK_BITS, currentTick);
        int level = level(tick);
        link(slot, level >= LEVELS ? BEYOND : level * BUCKETS + (int) (tick >> level * BITS & MASK));
        long wake = level == 0 ? deadline : tick >> level * BITS << level * BITS + TICK_BITS;
        nextMillis = Math.min(nextMillis, wake);
    }

    /** Takes a slot out; nothing happens if it is not in the wheel. */
    void remove(int slot) {
        int previous = slots.wheelPrevious(slot);
        if (previous == NONE) {
            return;
        }
        int next = slots.wheelNext(slot);
        if (next != NONE) {
            slots.setWheelPrevious(next, previous);
        }
        if (previous < NONE) {
            heads[bucketOf(previous)] = next;
        } else {
            slots.setWheelNext(previous, next);
        }
        slots.setWheelPrevious(slot, NONE);
    }

    boolean contains(int slot) {
        return slots.wheelPrevious(slot) != NONE;
    }

    /** When there may be something to do, in milliseconds since 1970; {@link Long#MAX_VALUE} when nothing is in the wheel. */
    long nextMillis() {
        return nextMillis;
    }

    /**
     * Fires what is due.
     *
     * @param budget about how many slots may be moved or fired in this call; the rest is left for the next one
     * @return how many were moved or fired
     */
    int advance(long nowMillis, int budget, Handler handler) {
        if (nowMillis < nextMillis) {
            return 0;
        }
        long nowTick = Math.max(nowMillis >> TICK_BITS, currentTick);
        int work = 0;
        while (true) {
            work += dealOut(budget - work);
            work += fire(nowMillis, budget - work, handler);
            if (work >= budget) {
                nextMillis = nowMillis;
                return work;
            }
            if (currentTick >= nowTick) {
                nextMillis = earliest();
                return work;
            }
            moveTo(Math.min(nextUsedTick(), nowTick));
        }
    }

    /**
     * The time is earlier than it was. Slots that are in the wheel already may fire late until each was taken out and added again,
     * never early.
     */
    void setBack(long nowMillis) {
        currentTick = nowMillis >> TICK_BITS;
        nextMillis = nowMillis;
    }

    private void moveTo(long tick) {
        boolean newSpan = tick >> LEVELS * BITS != currentTick >> LEVELS * BITS;
        currentTick = tick;
        if (newSpan) {
            int slot = heads[BEYOND];
            heads[BEYOND] = NONE;
            while (slot != NONE) {
                int next = slots.wheelNext(slot);
                add(slot);
                slot = next;
            }
        }
    }

    /** Empties the upper buckets whose span has begun. */
    private int dealOut(int budget) {
        int work = 0;
        for (int level = LEVELS - 1; level > 0; level--) {
            int bucket = level * BUCKETS + (int) (currentTick >> level * BITS & MASK);
            while (work < budget && heads[bucket] != NONE) {
                int slot = heads[bucket];
                remove(slot);
                add(slot);
                work++;
            }
        }
        return work;
    }

    private int fire(long nowMillis, int budget, Handler handler) {
        int bucket = (int) (currentTick & MASK);
        int work = 0;
        int slot = heads[bucket];
        while (slot != NONE && work < budget) {
            int next = slots.wheelNext(slot);
            if (slots.deadline(slot) <= nowMillis) {
                remove(slot);
                link(slot, FIRING);
                work++;
            }
            slot = next;
        }
        // What fires may take others out of the wheel, so these wait in a list of which only the head is touched.
        while (heads[FIRING] != NONE) {
            int due = heads[FIRING];
            remove(due);
            handler.due(due);
        }
        return work;
    }

    private long earliest() {
        long earliest = Long.MAX_VALUE;
        for (int slot = heads[(int) (currentTick & MASK)]; slot != NONE; slot = slots.wheelNext(slot)) {
            earliest = Math.min(earliest, slots.deadline(slot));
        }
        if (earliest != Long.MAX_VALUE) {
            return earliest;
        }
        long tick = nextUsedTick();
        return tick == Long.MAX_VALUE ? tick : tick << TICK_BITS;
    }

    /** The first tick after the current one at which a bucket is to be fired or dealt out. */
    private long nextUsedTick() {
        for (int level = 0; level < LEVELS; level++) {
            int shift = level * BITS;
            int current = (int) (currentTick >> shift & MASK);
            for (int i = current + 1; i < BUCKETS; i++) {
                if (heads[level * BUCKETS + i] != NONE) {
                    return (currentTick >> shift & ~(long) MASK | i) << shift;
                }
            }
        }
        return heads[BEYOND] == NONE ? Long.MAX_VALUE : (currentTick >> LEVELS * BITS) + 1 << LEVELS * BITS;
    }

    private int level(long tick) {
        long difference = tick ^ currentTick;
        return difference == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(difference)) / BITS;
    }

    /** The first slot of a list has the list's number as its previous link, below {@link SlotTable#NONE}. */
    private void link(int slot, int bucket) {
        int head = heads[bucket];
        slots.setWheelNext(slot, head);
        slots.setWheelPrevious(slot, -2 - bucket);
        if (head != NONE) {
            slots.setWheelPrevious(head, slot);
        }
        heads[bucket] = slot;
    }

    private static int bucketOf(int previous) {
        return -2 - previous;
    }
}
