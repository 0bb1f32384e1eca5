package com.penguinmails.mta.schedule;

/** Why a recipient stands in a queue: every entry carries one, so that «why is it still here?» always has an answer. */
public enum InsertReason {
    /** Just accepted. */
    RECEIVED(0),
    /** Read back from the journal at a start. */
    RECOVERED(1),
    /** Its sender asked for a later time. */
    SCHEDULED(2),
    /** The receiver said 4xx; it waits for its next attempt. */
    DEFERRED(3),
    /** The connection was lost before the receiver answered. */
    CONNECTION_LOST(4),
    /** No host of the site could be reached. */
    SITE_UNREACHABLE(5),
    /** The domain could not be resolved for now. */
    RESOLUTION_FAILED(6),
    /** A limit of ours holds it back. */
    LIMITED(7),
    /** Its path is suspended. */
    SUSPENDED(8),
    /** Its content could not be read or signed for now. */
    CONTENT_UNAVAILABLE(9),
    /** An operator asked for a try now. */
    FLUSHED(10);

    private static final InsertReason[] BY_NUMBER = values();

    private final int number;

    InsertReason(int number) {
        this.number = number;
    }

    static InsertReason of(int number) {
        return BY_NUMBER[number];
    }

    /** How it stands in a slot; below 16. */
    int number() {
        return number;
    }
}
