package com.penguinmails.mta.compose;

/** A mail cannot be made for good. The text is for events and people: bounded, without the value of a variable. */
final class UnrenderableException extends Exception {
    private static final long serialVersionUID = 1L;
    private static final int MAX_REASON = 300;

    UnrenderableException(String reason) {
        super(reason.length() > MAX_REASON ? reason.substring(0, MAX_REASON) + "…" : reason);
    }

    String reason() {
        return String.valueOf(getMessage());
    }
}
