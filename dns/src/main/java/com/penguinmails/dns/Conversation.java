package com.penguinmails.dns;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/**
 * One query to one server on a socket of its own, so that the operating system picks a fresh source port for each (RFC
 * 5452, section 9.2) and passes on only what comes from that server. Belongs to the transport's thread.
 *
 * <p>{@link #start} once, then {@link #proceed} whenever the socket is ready, then {@link #close}. An
 * {@link IOException} says that the server cannot be reached, and that only {@code close} is left to do.
 */
sealed interface Conversation permits UdpConversation, TcpConversation {

    /** Sends the query, or begins to, and sets what the key waits for. */
    void start(SelectionKey key) throws IOException;

    /** Goes on with what the socket is ready for, and gives the reply if it has come. */
    Optional<Reply> proceed(SelectionKey key) throws IOException;

    /** Closes the socket. */
    void close() throws IOException;
}
