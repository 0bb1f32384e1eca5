package com.penguinmails.mta.deliver;

import java.util.function.Consumer;

/** Where the octets of a mail come from at the attempt. Thread-safe. */
public interface MailSource {

    /**
     * Reads, renders and signs on a thread of its own; {@code receiver} is called there exactly once, whatever happens. Requests
     * that wait are bounded by whoever asks.
     */
    void prepare(MailRequest request, Consumer<PreparedMail> receiver);
}
