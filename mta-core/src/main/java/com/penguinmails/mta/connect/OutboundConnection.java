package com.penguinmails.mta.connect;

import com.penguinmails.mta.deliver.Delivery;

/** A session with a receiver that has said EHLO and is ready for transactions. Methods may be called from any thread. */
public interface OutboundConnection {

    /** The request that it was opened for. */
    ConnectionRequest request();

    /** The receiving host and address as {@code host[address]}. */
    String remoteMta();

    /**
     * Starts a transaction; its results come to the listener of the request, exactly one for each recipient, whatever happens to
     * the connection. Only to be called once for each time that the connection has said that it is ready.
     */
    void deliver(Delivery delivery);

    /** Ends the session with QUIT when no transaction is open. */
    void quit();
}
