package com.penguinmails.mta.schedule;

import com.penguinmails.mta.event.DeliveryEvent;
import java.util.List;

/**
 * What must be known again after a restart, by key: commands, suspensions, overrides, warm-up. The last value of a key is shown at
 * the next start ({@link FactReader}), whatever was compacted meanwhile.
 *
 * <p>Nothing blocks. What cannot be written now is tried again until it is on disk; of two values of one key that both wait, only
 * the later is written. To be called by the thread that owns the queue.
 */
public interface KeptFacts {
    /** Characters of a key. */
    int MAX_KEY = 200;

    /** Octets of a value. */
    int MAX_VALUE = 64 << 10;

    /** Keys with a value. */
    int MAX_FACTS = 100_000;

    /** Octets of all values together; they are held in memory. */
    long MAX_TOTAL = 64L << 20;

    /**
     * Keeps a value, or forgets the key if it is empty, and tells readers of events, also after a crash.
     *
     * @param reports events that are published when the value is on disk; each is published once
     * @param onDisk called when this value or a later one of the key is on disk, by the thread that owns the queue
     * @throws IllegalArgumentException if key or value is too long
     * @throws IllegalStateException if there are as many as there may be
     */
    void keep(String key, byte[] value, List<DeliveryEvent> reports, Runnable onDisk);

    /** Keeps a value, or forgets the key if it is empty, without an event. */
    default void keep(String key, byte[] value, Runnable onDisk) {
        keep(key, value, List.of(), onDisk);
    }

    /** Forgets a key. */
    default void forget(String key) {
        keep(key, new byte[0], List.of(), () -> {});
    }

    /**
     * Why no more can be kept, or empty.
     *
     * @param facts how many keys there would be
     * @param octets how much all values would take
     */
    static String refusal(int facts, long octets) {
        return facts <= MAX_FACTS && octets <= MAX_TOTAL
                ? ""
                : "the journal keeps at most " + MAX_FACTS + " facts of " + (MAX_TOTAL >> 20)
                        + " MiB in all (commands, suspensions, overrides, warm-up); end some before you add one";
    }

    /** @throws IllegalArgumentException if the key is empty or too long, or the value too long */
    static void requireValid(String key, int valueLength) {
        if (key.isEmpty() || key.length() > MAX_KEY) {
            throw new IllegalArgumentException("a fact's key has 1 to " + MAX_KEY + " characters, not " + key.length());
        }
        if (valueLength > MAX_VALUE) {
            throw new IllegalArgumentException("the value of the fact " + key + " has at most " + MAX_VALUE
                    + " octets, not " + valueLength);
        }
    }
}
