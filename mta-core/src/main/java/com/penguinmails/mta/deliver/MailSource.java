package com.penguinmails.mta.deliver;

import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import java.util.Optional;
import java.util.function.Consumer;

/** Where the octets of a mail come from at the attempt. Thread-safe. */
public interface MailSource {

    /**
     * Reads, renders and signs on a thread of its own; {@code receiver} is called there exactly once, whatever happens. Requests
     * that wait are bounded by whoever asks.
     */
    void prepare(MailRequest request, Consumer<PreparedMail> receiver);

    /**
     * Reads only who is written to, for an outcome that needs no mail; on a thread of its own. {@code receiver} is called there
     * exactly once, with nothing if it could not be read now.
     */
    void identify(MailRequest request, Consumer<Optional<MailIdentity>> receiver);
}
