package com.penguinmails.dns;

import org.xbill.DNS.Message;

/** What came of sending one query to one server. */
sealed interface Reply {

    /** The server answered the question, for better or worse. */
    record Received(Message message, int octets) implements Reply {}

    /** The server sent something under the query's identifier that is no DNS message. */
    record Malformed() implements Reply {}

    /** Nothing came: the time is over or the server cannot be reached. */
    record None(String reason) implements Reply {}

    /** The transport is closed: nobody is to be asked any more. */
    record Closed() implements Reply {}
}
