package com.penguinmails.benchmarks;

import java.lang.management.ManagementFactory;

/** The heap of this JVM. */
final class Heap {
    private static final int ROUNDS = 2;
    private static final int TOUCHED_MIB = 2_048;

    private Heap() {}

    /** A full collection. */
    static void collect() {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
        }
    }

    /**
     * A full collection, after which the room for new objects is in use again. A collection gives memory back to the system, and
     * each page of it that is taken anew costs more than what is measured.
     */
    static void collectAndTouch() {
        collect();
        long touched = 0;
        for (int i = 0; i < TOUCHED_MIB; i++) {
            touched += new byte[1 << 20].length;
        }
        if (touched == 0) {
            throw new IllegalStateException("nothing was touched");
        }
    }

    /** Octets in use after a full collection. */
    static long usedAfterCollection() {
        collect();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
