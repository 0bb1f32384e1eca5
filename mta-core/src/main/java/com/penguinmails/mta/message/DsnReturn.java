package com.penguinmails.mta.message;

/** What a notification should carry back (RFC 3461 §4.3); UNSPECIFIED when the sender did not say. */
public enum DsnReturn {
    UNSPECIFIED,
    FULL,
    HDRS
}
