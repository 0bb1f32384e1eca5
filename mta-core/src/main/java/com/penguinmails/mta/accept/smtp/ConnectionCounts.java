package com.penguinmails.mta.accept.smtp;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** How many sessions there are, in all and from each address. Thread-safe. */
final class ConnectionCounts {
    private final int maxAll;
    private final int maxPerAddress;
    private final AtomicInteger all = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    /** What a new connection meets. */
    enum Admission {
        ADMITTED,
        TOO_MANY,
        TOO_MANY_FROM_ADDRESS
    }

    ConnectionCounts(int maxAll, int maxPerAddress) {
        this.maxAll = maxAll;
        this.maxPerAddress = maxPerAddress;
    }

    /** Counts a connection if there is room; what was admitted must be given back by {@link #leave}. */
    Admission enter(InetAddress address) {
        if (all.incrementAndGet() > maxAll) {
            all.decrementAndGet();
            return Admission.TOO_MANY;
        }
        if (byAddress.merge(address, 1, Integer::sum) > maxPerAddress) {
            leave(address);
            return Admission.TOO_MANY_FROM_ADDRESS;
        }
        return Admission.ADMITTED;
    }

    void leave(InetAddress address) {
        all.decrementAndGet();
        byAddress.computeIfPresent(address, (_, count) -> count == 1 ? null : count - 1);
    }

    int all() {
        return all.get();
    }
}
