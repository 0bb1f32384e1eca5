package com.penguinmails.mta.connect;

import com.penguinmails.mta.time.Clock;
import java.net.InetAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Which addresses offered CHUNKING and then did not know BDAT: a box in between that passes EHLO and stops the command. For a day
 * they get DATA. Holds the newest {@value #MAX}. Thread-safe.
 */
final class ChunkingRefusals {
    private static final int MAX = 4096;
    private static final Duration MEMORY = Duration.ofDays(1);

    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<InetAddress, Long> forgottenAt = new LinkedHashMap<>();

    ChunkingRefusals(Clock clock) {
        this.clock = clock;
    }

    void remember(InetAddress address) {
        lock.lock();
        try {
            forgottenAt.remove(address);
            if (forgottenAt.size() == MAX) {
                forgottenAt.pollFirstEntry();
            }
            forgottenAt.put(address, clock.nanoTime() + MEMORY.toNanos());
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
