package com.penguinmails.mta.http;

import java.util.concurrent.atomic.AtomicLong;

/** How many octets of messages may be in memory at once, over all sessions or requests of a listener. Thread-safe; asking never waits. */
public final class MemoryBudget {
    private final long limit;
    private final AtomicLong used = new AtomicLong();

    public MemoryBudget(long limit) {
        this.limit = limit;
    }

    /** Takes so many octets, or none if there are not so many left. */
    public boolean tryReserve(long octets) {
        if (used.addAndGet(octets) <= limit) {
            return true;
        }
        used.addAndGet(-octets);
        return false;
    }

    /**
     * Takes octets even beyond the limit: for the edited copy of a message that is already in memory, whose original is given
     * back right after. Each event loop makes one such copy at a time, so the excess is bounded.
     */
    public void reserve(long octets) {
        used.addAndGet(octets);
    }

    public void release(long octets) {
        used.addAndGet(-octets);
    }

    /** Whether so many octets could be taken just now. */
    public boolean hasRoom(long octets) {
        return used.get() + octets <= limit;
    }

    public long used() {
        return used.get();
    }
}
