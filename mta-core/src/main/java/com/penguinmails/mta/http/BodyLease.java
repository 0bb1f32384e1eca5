package com.penguinmails.mta.http;

/** What one request holds of the memory that all bodies share; given back when the request has its answer. For one thread. */
public final class BodyLease implements AutoCloseable {
    private static final int RETRY_SECONDS = 5;
    private final MemoryBudget budget;
    private long taken;

    public BodyLease(MemoryBudget budget) {
        this.budget = budget;
    }

    /** Takes so many octets; 503 if there are not so many left, before any of them is read. */
    public void take(long octets) {
        if (!budget.tryReserve(octets)) {
            throw Problem
                    .unavailable("requests hold as much memory as they may together (http.memory); send this one again",
                            RETRY_SECONDS)
                    .closing().toException();
        }
        taken += octets;
    }

    @Override
    public void close() {
        budget.release(taken);
        taken = 0;
    }
}
