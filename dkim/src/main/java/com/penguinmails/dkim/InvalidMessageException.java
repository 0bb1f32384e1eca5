package com.penguinmails.dkim;

/** The header of a message cannot be read, or not be signed. The text says which line or field, and what mends it. */
public final class InvalidMessageException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** @param message what is wrong, where, and what mends it */
    public InvalidMessageException(String message) {
        super(message);
    }
}
