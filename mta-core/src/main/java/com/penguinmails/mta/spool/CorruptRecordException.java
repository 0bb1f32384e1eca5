package com.penguinmails.mta.spool;

import java.io.IOException;

/** Bytes of a log that are no record: a wrong checksum, or a field beyond its limits. */
final class CorruptRecordException extends IOException {
    private static final long serialVersionUID = 1L;

    CorruptRecordException(String message) {
        super(message);
    }

    CorruptRecordException(String message, Throwable cause) {
        super(message, cause);
    }
}
