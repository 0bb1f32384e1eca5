package com.penguinmails.mta.connect;

import com.penguinmails.mta.outcome.Failure;
import java.net.BindException;

/** Tells from an I/O error whether it was the receiver's address or ours. */
final class ConnectFailures {

    private ConnectFailures() {}

    static Failure of(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        boolean ours = cause instanceof BindException || cause.getCause() instanceof BindException
                || message.startsWith("bind(");
        return ours ? new Failure.SourceUnusable(message) : new Failure.NotConnected(message);
    }
}
