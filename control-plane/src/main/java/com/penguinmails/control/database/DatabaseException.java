package com.penguinmails.control.database;

import java.io.IOException;

/** A database that cannot be had at a start, in words for an operator. */
public final class DatabaseException extends IOException {
    private static final long serialVersionUID = 1L;

    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
