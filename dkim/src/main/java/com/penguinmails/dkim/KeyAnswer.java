package com.penguinmails.dkim;

import java.util.List;

/** What a look-up of a key record found. */
public sealed interface KeyAnswer {

    /**
     * There are TXT records at the name.
     *
     * @param records each with its strings joined
     */
    record Found(List<String> records) implements KeyAnswer {

        public Found {
            records = List.copyOf(records);
        }
    }

    /** There is no TXT record at the name, or no such name. */
    record NotFound() implements KeyAnswer {}

    /**
     * It could not be found out now.
     *
     * @param reason why, in words for a log
     */
    record TemporaryFailure(String reason) implements KeyAnswer {}
}
