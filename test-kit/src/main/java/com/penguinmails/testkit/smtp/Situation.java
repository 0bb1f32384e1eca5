package com.penguinmails.testkit.smtp;

import java.net.InetAddress;

/** What a rule may know of the session in which an event happens. */
interface Situation {
    InetAddress source();

    /** The reverse-path without brackets; empty for the null one and before MAIL. */
    String reversePath();

    int messagesOnConnection();

    int openConnections(boolean ofThisSource);
}
