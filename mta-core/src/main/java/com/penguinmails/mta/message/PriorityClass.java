package com.penguinmails.mta.message;

/** Which mail goes first within a path; the order of the constants is the order of service. */
public enum PriorityClass {
    TRANSACTIONAL,
    BULK
}
