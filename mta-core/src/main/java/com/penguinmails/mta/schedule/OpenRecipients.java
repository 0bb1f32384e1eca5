package com.penguinmails.mta.schedule;

/** Which recipients of an acceptance have no final outcome, and what is known of them after a restart. */
public interface OpenRecipients {

    boolean isOpen(int index);

    /** Attempts made so far. */
    int attempts(int index);

    /** When the next attempt is due, in milliseconds since 1970; 0 if none was made. */
    long dueMillis(int index);
}
