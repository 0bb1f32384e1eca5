package com.penguinmails.mta.deliver;

/**
 * How many messages may be unanswered on one connection. The law:
 *
 * <ul>
 * <li>It is one at first, and one again after any deferral: a receiver in trouble gets one message at a time.
 * <li>It grows by one for each message that was taken, to at most twice of what was in flight when that message began, as long as
 * the answer came within twice the shortest time that one has taken: until then the distance is what delays it.
 * <li>It shrinks by one for each answer that took longer: then messages wait at the receiver, and more of them there would only be
 * kept from other connections.
 * <li>A message that was refused for good changes nothing: that is about the message.
 * </ul>
 *
 * <p>For one thread.
 */
final class SendWindow {
    private final int most;
    private int size = 1;
    private long shortestNanos = Long.MAX_VALUE / 2;

    /** @param most at least 1 */
    SendWindow(int most) {
        this.most = most;
    }

    /** At least 1. */
    int size() {
        return size;
    }

    /**
     * A message was taken.
     *
     * @param tookNanos from when all of it was said to its answer
     * @param inFlight how many were unanswered when it had begun, itself among them
     */
    void taken(long tookNanos, int inFlight) {
        shortestNanos = Math.min(shortestNanos, tookNanos);
        if (tookNanos > 2 * shortestNanos) {
            size = Math.max(1, size - 1);
        } else if (size < Math.min(most, 2 * inFlight)) {
            size++;
        }
    }

    /** A message was deferred. */
    void deferred() {
        size = 1;
    }
}
