package com.penguinmails.system.interop;

import java.io.IOException;
import java.util.List;

/** A mail server that keeps what it accepts. */
interface MailReceiver extends AutoCloseable {

    /** The domain whose mail it takes. */
    String domain();

    /** Its port on 127.0.0.1. */
    int port();

    /** The messages that it has for this recipient, with CRLF line ends, one character for each octet. */
    List<String> messagesFor(String recipient) throws IOException;

    /** Takes the mail that it has deferred from now on. */
    void relent() throws IOException, InterruptedException;

    @Override
    void close() throws IOException;
}
