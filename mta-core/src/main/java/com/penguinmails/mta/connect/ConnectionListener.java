package com.penguinmails.mta.connect;

import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import java.util.List;

/**
 * Hears of one connection. Called on the connection's event loop: it must only hand over and return. Order: {@code opened} or
 * {@code failed} first; then {@code ready} and {@code delivered}; {@code closed} last, once, and only after
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

    /**
     * The connection can take a transaction now, although others may be open; said again only after one was given.
     */
    void ready(OutboundConnection connection);

    /**
     * A transaction is over. Of several that are open when the connection ends, the oldest gets the reason of the end; the others
     * are deferred at stage {@code CONNECT}, because nothing of them was answered. So is a delivery that was on its way to the
     * connection, then after {@code closed}.
     *
     * @param outcomes one for each recipient of the delivery, in its order; {@code Delivered}, {@code Deferred} or
     *     {@code Bounced}
     * @param scope how far the widest failure in it reaches
     */
    void delivered(OutboundConnection connection, long deliveryId, List<Outcome> outcomes, FailureScope scope);

    /** The connection is gone. No transaction is open on it any more. */
    void closed(OutboundConnection connection);
}
