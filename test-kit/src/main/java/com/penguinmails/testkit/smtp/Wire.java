package com.penguinmails.testkit.smtp;

import java.time.Duration;

/** What a conversation may do with its connection. Everything happens on the connection's event loop. */
interface Wire {
    void reply(Reply reply);

    /** Sends bytes that are no reply. */
    void raw(byte[] bytes);

    /** Sends what is due, then closes; what the client says meanwhile is read and dropped, so that it hears the last reply. */
    void close();

    /** As {@link #close}, but at once: with something unread the connection is reset. */
    void drop();

    /** Keeps the connection, ignores all input from now on. */
    void stall();

    /** Reads nothing for a while, then does this and goes on. */
    void pause(Duration time, Runnable then);

    /** Does this after a while, without stopping anything. */
    void later(Duration time, Runnable then);

    /** From now on reads at most so much on average. */
    void slow(int bytesPerSecond);

    /** Sends what is due in clear text, drops input that came with the command, and expects a TLS handshake. */
    void startTls();
}
