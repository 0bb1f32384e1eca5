package com.penguinmails.mta.schedule;

/** Why a recipient stands in a queue: every entry carries one, so that «why is it still here?» always has an answer. */
public enum InsertReason {
    /** Just accepted. */
    RECEIVED,
    /** Read back from the journal at a start. */
    RECOVERED,
    /** Its sender asked for a later time. */
    SCHEDULED,
    /** The receiver said 4xx; it waits for its next attempt. */
    DEFERRED,
    /** The connection was lost before the receiver answered. */
    CONNECTION_LOST,
    /** No host of the site could be reached. */
    SITE_UNREACHABLE,
    /** The domain could not be resolved for now. */
    RESOLUTION_FAILED,
    /** A limit of ours holds it back. */
    LIMITED,
    /** Its path is suspended. */
    SUSPENDED,
    /** Its content could not be read or signed for now. */
    CONTENT_UNAVAILABLE,
    /** An operator asked for a try now. */
    FLUSHED
}
