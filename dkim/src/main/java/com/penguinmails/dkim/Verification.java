package com.penguinmails.dkim;

import java.util.List;

/** What came of verifying a message. */
public sealed interface Verification {

    /**
     * The header could be read.
     *
     * @param results one for each {@code DKIM-Signature} field, first to last; empty for an unsigned message
     */
    record Checked(List<SignatureResult> results) implements Verification {

        public Checked {
            results = List.copyOf(results);
        }
    }

    /**
     * The header could not be read, so nothing was verified.
     *
     * @param reason what is wrong with it, and where
     */
    record Unreadable(String reason) implements Verification {}

    /** Whether at least one signature is valid and not of a domain that only tests DKIM. */
    default boolean passed() {
        return this instanceof Checked(List<SignatureResult> results)
                && results.stream()
                        .anyMatch(result -> result.verdict() instanceof Verdict.Pass pass && !pass.testing());
    }
}
