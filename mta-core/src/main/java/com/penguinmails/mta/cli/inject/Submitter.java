package com.penguinmails.mta.cli.inject;

import java.io.IOException;

/** Submits messages one after the other; one worker's. */
public interface Submitter extends AutoCloseable {

    /**
     * Submits the message of this number.
     *
     * @return the server's final word: an SMTP reply code or an HTTP status
     * @throws IOException if there was none; the next call connects anew
     */
    int submit(long number) throws IOException, InterruptedException;

    @Override
    void close();
}
