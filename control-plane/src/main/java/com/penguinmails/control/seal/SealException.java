package com.penguinmails.control.seal;

import java.io.Serial;

/** A sealed secret does not open; the text says why and shows none of it. */
public final class SealException extends Exception {
    @Serial
    private static final long serialVersionUID = 1L;

    public SealException(String message) {
        super(message);
    }
}
