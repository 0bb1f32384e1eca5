package com.penguinmails.mta.control;

/** A configuration of the control plane that this node cannot hold; in words for an operator. */
public final class DecisionsException extends Exception {
    private static final long serialVersionUID = 1;

    public DecisionsException(String message) {
        super(message);
    }

    public DecisionsException(String message, Throwable cause) {
        super(message, cause);
    }
}
