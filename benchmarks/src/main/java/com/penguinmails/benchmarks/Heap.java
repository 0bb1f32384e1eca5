package com.penguinmails.benchmarks;

import java.lang.management.ManagementFactory;

/** The heap of this JVM. */
final class Heap {
    private static final int ROUNDS = 2;

    private Heap() {}

    /** A full collection. */
    static void collect() {
        for (int i = 0; i < ROUNDS; i++) {
            System.gc();
        }
    }

    /** Octets in use after a full collection. */
    static long usedAfterCollection() {
        collect();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
