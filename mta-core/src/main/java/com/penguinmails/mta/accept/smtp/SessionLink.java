package com.penguinmails.mta.accept.smtp;

/** What a session asks of its connection; called on the connection's own thread unless said otherwise. */
interface SessionLink {

    /** Queues a reply; replies leave in the order in which they were queued. */
    void send(ServerReply reply);

    /** As {@link #send(ServerReply)}, for replies of several lines. */
    void send(String lines);

    /** Whether the client takes the replies that it asked for; while it does not, no command is read. */
    boolean takesReplies();

    /** Sends what is queued and begins the TLS handshake as server. */
    void startTls();

    /** Sends what is queued and closes. */
    void close();

    /**
     * Sends what is queued and says that nothing more comes; closes when the client does, or some seconds later. A client that is
     * still sending can so read why it is closed, where {@link #close} could reset the connection under the reply.
     */
    void hangUp();

    /** Runs a task on the connection's thread and lets the session read on; from any thread. */
    void resume(Runnable task);
}
