package com.penguinmails.mta.connect;

import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import java.util.List;

/**
 * Hears of one connection. Called on the connection's event loop: it must only hand over and return. Order: {@code opened} or
 * {@code failed} first; then {@code ready} and {@code delivered} in turn; {@code closed} last, once, and only after
 * {@code opened}.
 */
public interface ConnectionListener {

    /** The receiver has greeted, TLS is agreed where wanted, EHLO is answered. {@code ready} follows. */
    void opened(OutboundConnection connection);

    /**
     * No host of the request could be spoken to; {@code outcome} says what that means for mail on this path. Of scope {@code HOST}
     * when another source may be received where this one was not.
     */
    void failed(ConnectionRequest request, Outcome outcome, FailureScope scope);

    /** The connection can take a transaction now. */
    void ready(OutboundConnection connection);

    /**
     * A transaction is over. A delivery that was on its way to the connection when that ended is answered too, then after
     * {@code closed}: every recipient is deferred at stage {@code CONNECT}, because nothing was sent.
     *
     * @param outcomes one for each recipient of the delivery, in its order; {@code Delivered}, {@code Deferred} or
     *     {@code Bounced}
     * @param scope how far the widest failure in it reaches
     */
    void delivered(OutboundConnection connection, long deliveryId, List<Outcome> outcomes, FailureScope scope);

    /** The connection is gone. No transaction is open on it any more. */
    void closed(OutboundConnection connection);
}
