package com.penguinmails.mta.accept;

import java.util.Optional;
import java.util.function.Consumer;

/** The one gate that SMTP and HTTP share: policy, then the spool. Thread-safe. */
public interface Acceptor {

    /**
     * Checks a submission and commits it. The result comes once, on the committing thread or, for a refusal, on the caller's: the
     * receiver must only hand over. {@code Accepted} is told only after the record was forced to disk.
     */
    void submit(Submission submission, Consumer<AcceptResult> receiver);

    /** Why new mail is refused for now, or empty: asked before a body is read. */
    Optional<String> refusalForNow(int recipients);

    /** How many of {@code wanted} more recipients are taken now; 0 where {@link #refusalForNow} of one says why. */
    int roomForNow(int wanted);
}
