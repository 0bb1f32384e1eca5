package com.penguinmails.dkim;

import java.util.concurrent.CompletionStage;

/** Finds key records: in DNS, or wherever a caller has them. Must be safe for use by several threads. */
@FunctionalInterface
public interface KeyLookup {

    /**
     * Looks for the TXT records at a name.
     *
     * @param name for example {@code selector._domainkey.example.com}, without a final dot
     * @return the answer; a stage that fails counts as {@link KeyAnswer.TemporaryFailure}
     */
    CompletionStage<KeyAnswer> lookUp(String name);
}
