package com.penguinmails.mta.connect;

import java.util.concurrent.atomic.AtomicInteger;

/** Bounds the connections to all sites together. Thread-safe. */
final class ConnectionSlots {
    private final int max;
    private final AtomicInteger taken = new AtomicInteger();

    ConnectionSlots(int max) {
        this.max = max;
    }

    /** False if all are taken. */
    boolean take() {
        int before = taken.getAndUpdate(n -> n < max ? n + 1 : n);
        return before < max;
    }

    void giveBack() {
        taken.decrementAndGet();
    }

    int max() {
        return max;
    }

    int taken() {
        return taken.get();
    }
}
