package com.penguinmails.mta.schedule;

/** Takes back what was kept in {@link KeptFacts} before a restart. */
interface FactReader {

    /** What the keys of its facts begin with, such as {@code command/}. */
    String prefix();

    /** Takes back one fact, before the first mail is restored; the value is never empty. */
    void restore(String key, byte[] value);
}
