package com.penguinmails.mta.spool;

import com.penguinmails.mta.event.EventType;

/** A balance that counts. For one thread. */
final class Tally {
    private long accepted;
    private long delivered;
    private long bounced;
    private long expired;
    private long cancelled;

    Tally() {}

    Tally(Balance balance) {
        accepted = balance.accepted();
        delivered = balance.delivered();
        bounced = balance.bounced();
        expired = balance.expired();
        cancelled = balance.cancelled();
    }

    void accept(int recipients) {
        accepted += recipients;
    }

    void settle(EventType outcome) {
        switch (outcome) {
            case DELIVERED -> delivered++;
            case BOUNCED, RENDERING_FAILED -> bounced++;
            case EXPIRED -> expired++;
            case CANCELLED -> cancelled++;
            default -> throw new IllegalArgumentException(outcome + " is no final outcome");
        }
    }

    Balance balance() {
        return new Balance(accepted, delivered, bounced, expired, cancelled);
    }
}
