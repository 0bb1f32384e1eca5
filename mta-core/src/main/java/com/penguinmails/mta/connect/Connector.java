package com.penguinmails.mta.connect;

/** Opens connections. Thread-safe; never blocks. */
public interface Connector {

    /** Starts to open a connection; what comes of it is told to the listener. */
    void open(ConnectionRequest request, ConnectionListener listener);
}
