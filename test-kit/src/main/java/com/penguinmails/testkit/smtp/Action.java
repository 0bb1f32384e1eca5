package com.penguinmails.testkit.smtp;

import java.time.Duration;

/**
 * What the receiver does when a {@link Rule} fires. {@link Delay} and {@link SlowRead} change how the session goes on
 * and let further rules speak; every other action decides the stage.
 */
public sealed interface Action {

    /** Answers so instead of the usual reply; the command has no effect, and after a 421 the connection is closed. */
    record Answer(Reply reply) implements Action {}

    /** Waits before anything else happens; nothing is read meanwhile. */
    record Delay(Duration time) implements Action {}

    /** From now on reads at most so many bytes a second from this connection. */
    record SlowRead(int bytesPerSecond) implements Action {
        public SlowRead {
            if (bytesPerSecond < 1) {
                throw new IllegalArgumentException("bytes per second must be at least 1, not " + bytesPerSecond);
            }
        }
    }

    /** Closes the connection without a reply; at end of data the message is not accepted. */
    record Drop() implements Action {}

    /** At DATA: asks for the content, reads so many bytes of it and closes the connection. */
    record DropAfter(int bytes) implements Action {}

    /**
     * The command has its effect (at end of data the message is accepted), but the connection is closed instead of the
     * reply.
     */
    record AcceptAndDrop() implements Action {}

    /** Never answers again and keeps the connection open, reading and ignoring what comes. */
    record Stall() implements Action {}

    /** The command has its effect and the usual reply is sent twice. */
    record Twice() implements Action {}

    /** The command has its effect, the usual reply is sent, and after a while a reply that nobody asked for. */
    record Unsolicited(Reply reply, Duration after) implements Action {}

    /** Sends bytes that are no reply instead of one; the command has no effect. */
    record Garbage() implements Action {}

    /** The command has its effect; the reply has so many continuation lines of 500 bytes before its last one. */
    record Oversized(int lines) implements Action {}

    /** At STARTTLS: 220, and the connection is closed when the client's handshake begins. */
    record TlsDrop() implements Action {}

    /** At STARTTLS: 220, and the client's handshake is answered with plain text. */
    record TlsPlain() implements Action {}
}
