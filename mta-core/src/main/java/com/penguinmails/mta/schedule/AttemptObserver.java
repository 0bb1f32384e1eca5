package com.penguinmails.mta.schedule;

import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;

/**
 * Sees what receivers say, at the instant at which the queue hears of it: what shaping learns from feedback, and what is counted
 * by source, hangs here. An observer only remembers; it moves no mail itself. On the thread that owns the queue.
 */
interface AttemptObserver {
    /** A connection was opened. */
    default void opened(Path path) {}

    /** A connection that was open is gone. */
    default void closed(Path path) {}

    /** A connection could not be opened; the path no longer counts it. */
    default void notOpened(Path path, Outcome outcome, FailureScope scope) {}

    /**
     * One recipient of a transaction has its outcome.
     *
     * @param beganNanos when the transaction was given to its connection
     */
    default void attempted(Path path, QueueKey queue, Outcome outcome, long beganNanos) {}

    /** A transaction was given to a connection that ended before the receiver heard of it; its recipients have no outcome. */
    default void unheard(Path path, int recipients, long beganNanos) {}
}
