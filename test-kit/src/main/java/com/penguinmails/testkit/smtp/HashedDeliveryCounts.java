package com.penguinmails.testkit.smtp;

import com.google.errorprone.annotations.concurrent.GuardedBy;

/**
 * {@link DeliveryCounts} in two flat arrays with open addressing. Thread-safe by one lock, held for some tens of
 * nanoseconds.
 */
final class HashedDeliveryCounts implements DeliveryCounts {
    private static final int KEYS_MAX = 1 << 28;

    private final int keysMax;
    private final int mask;

    @GuardedBy("this")
    private final long[] keys;

    @GuardedBy("this")
    private final int[] counts;

    @GuardedBy("this")
    private long distinct;

    @GuardedBy("this")
    private long total;

    @GuardedBy("this")
    private long notCounted;

    HashedDeliveryCounts(int keysMax) {
        if (keysMax < 1 || keysMax > KEYS_MAX) {
            throw new IllegalArgumentException("keysMax must be 1.." + KEYS_MAX + ", not " + keysMax);
        }
        this.keysMax = keysMax;
        int slots = Integer.highestOneBit(Math.max(8, keysMax + keysMax / 2 - 1)) << 1;
        this.mask = slots - 1;
        this.keys = new long[slots];
        this.counts = new int[slots];
    }

    @Override
    public synchronized void add(String key) {
        long hash = hash(key);
        int slot = slot(hash);
        if (counts[slot] == 0 && distinct >= keysMax) {
            notCounted++;
            return;
        }
        if (counts[slot]++ == 0) {
            keys[slot] = hash;
            distinct++;
        }
        total++;
    }

    @Override
    public synchronized int count(String key) {
        return counts[slot(hash(key))];
    }

    @Override
    public synchronized long distinct() {
        return distinct;
    }

    @Override
    public synchronized long duplicates() {
        return total - distinct;
    }

    @Override
    public synchronized long notCounted() {
        return notCounted;
    }

    @GuardedBy("this")
    private int slot(long hash) {
        int slot = (int) hash & mask;
        while (counts[slot] != 0 && keys[slot] != hash) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** FNV-1a over the characters, mixed so that all bits choose the slot. */
    private static long hash(String key) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            h = (h ^ key.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ h >>> 32) * 0xd6e8feb86659fd93L;
        return h ^ h >>> 32;
    }
}
