package com.penguinmails.testkit.smtp;

/**
 * How often each recipient was delivered to, so that duplicates and losses are seen. Thread-safe.
 *
 * <p>The key is the recipient's address, or {@code HEADER-VALUE RECIPIENT} where the receiver counts by a header field.
 */
public interface DeliveryCounts {

    /** Deliveries of one key. */
    int count(String key);

    /** Keys delivered at least once. */
    long distinct();

    /** Deliveries beyond the first of a key, of all keys together. */
    long duplicates();

    /** Deliveries that found no room any more and are not in the other numbers; 0 where the bound was large enough. */
    long notCounted();

    /** Counts one delivery. */
    void add(String key);

    /** Keys kept as they are, in a map. */
    static ExactDeliveryCounts exact(int keysMax) {
        return new ExactDeliveryCounts(keysMax);
    }

    /**
     * Keys kept as 64-bit hashes, 12 bytes of memory for each slot, all taken at once: ten million keys need 320 MB,
     * and the chance that two of them are taken for one is 3 in a million.
     */
    static DeliveryCounts hashed(int keysMax) {
        return new HashedDeliveryCounts(keysMax);
    }

    /** Counts nothing. */
    static DeliveryCounts none() {
        return new ExactDeliveryCounts(0);
    }
}
