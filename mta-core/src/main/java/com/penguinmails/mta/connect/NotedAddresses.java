package com.penguinmails.mta.connect;

import com.penguinmails.mta.time.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Addresses of which something is known for a time; the newest {@value #MAX}. Thread-safe. */
final class NotedAddresses {
    private static final int MAX = 4096;

    private final Duration memory;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<InetAddress, Long> forgottenAt = new LinkedHashMap<>();

    /** @param memory how long an address is remembered after it was noted last */
    NotedAddresses(Duration memory, Clock clock) {
        this.memory = memory;
        this.clock = clock;
    }

    void remember(InetAddress address) {
        lock.lock();
        try {
            forgottenAt.remove(address);
            if (forgottenAt.size() == MAX) {
                forgottenAt.pollFirstEntry();
            }
            forgottenAt.put(address, clock.nanoTime() + memory.toNanos());
        } finally {
            lock.unlock();
        }
    }

    boolean contains(InetAddress address) {
        lock.lock();
        try {
            Long end = forgottenAt.get(address);
            return end != null && end - clock.nanoTime() > 0;
        } finally {
            lock.unlock();
        }
    }
}
