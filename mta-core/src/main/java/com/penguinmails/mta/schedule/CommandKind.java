package com.penguinmails.mta.schedule;

import java.util.Locale;
import java.util.Optional;

/** What an operator can have done to mail that is queued. */
public enum CommandKind {
    /** It is not sent until the command ends. Holds for what comes too. */
    SUSPEND,
    /** Every suspension ends whose mail the command picks out. */
    RESUME,
    /** It is tried now: what waits for its next attempt is due, and what was out of reach is tried again. */
    FLUSH,
    /** It leaves through another pool until the command ends. Holds for what comes too. */
    REROUTE,
    /** It is given up, and its sender is told. */
    BOUNCE,
    /** It is withdrawn, and nobody is told but readers of events. */
    CANCEL,
    /** It is of another priority class until the command ends. Holds for what comes too. */
    PRIORITY;

    /** Whether it is in force until it ends; else it is done at some time. */
    public boolean isStanding() {
        return this == SUSPEND || this == REROUTE || this == PRIORITY;
    }

    /** Whether it goes through all that is queued, recipient by recipient. */
    boolean isWalk() {
        return this == FLUSH || this == BOUNCE || this == CANCEL;
    }

    /** As the API and the command line spell it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The inverse of {@link #word}. */
    public static Optional<CommandKind> of(String word) {
        for (CommandKind kind : values()) {
            if (kind.word().equals(word)) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }
}
