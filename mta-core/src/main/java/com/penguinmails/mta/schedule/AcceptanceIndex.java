package com.penguinmails.mta.schedule;

import static com.penguinmails.mta.schedule.SlotTable.NONE;

/**
 * Finds the recipients of an acceptance: a hash table outside the heap from acceptance number to its first slot, from which the
 * others follow by their sibling links. It holds only slot numbers, since each slot knows its acceptance. For one thread.
 *
 * <p>Split into shards that grow one by one, so that no growth takes long.
 */
final class AcceptanceIndex {
    private static final int SHARD_BITS = 6;

    private final SlotTable slots;
    private final IndexShard[] shards = new IndexShard[1 << SHARD_BITS];

    AcceptanceIndex(SlotTable slots) {
        this.slots = slots;
        for (int i = 0; i < shards.length; i++) {
            shards[i] = new IndexShard(slots);
        }
    }

    /** The first slot of the acceptance, or {@link SlotTable#NONE}. */
    int first(long acceptance) {
        return shard(acceptance).get(acceptance);
    }

    /** Puts a slot in front of the others of its acceptance. */
    void add(int slot) {
        long acceptance = slots.acceptance(slot);
        IndexShard shard = shard(acceptance);
        slots.setSibling(slot, shard.get(acceptance));
        shard.put(slot);
    }

    /**
     * Takes a slot out. Mail is mostly sent in the order of the list, so the slot is near the front.
     *
     * @return whether it was the last one of its acceptance
     */
    boolean remove(int slot) {
        long acceptance = slots.acceptance(slot);
        IndexShard shard = shard(acceptance);
        int first = shard.get(acceptance);
        int next = slots.sibling(slot);
        if (first != slot) {
            slots.setSibling(before(slot, first), next);
            return false;
        }
        if (next != NONE) {
            shard.put(next);
            return false;
        }
        shard.remove(acceptance);
        return true;
    }

    long bytes() {
        long bytes = 0;
        for (IndexShard shard : shards) {
            bytes += shard.bytes();
        }
        return bytes;
    }

    private int before(int slot, int first) {
        int before = first;
        while (slots.sibling(before) != slot) {
            before = slots.sibling(before);
        }
        return before;
    }

    private IndexShard shard(long acceptance) {
        return shards[(int) (IndexShard.hash(acceptance) >>> Long.SIZE - SHARD_BITS)];
    }
}
