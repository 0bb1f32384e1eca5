package com.penguinmails.control.preflight;

import java.util.Locale;

/** Mailbox providers that publish what they ask of senders. */
public enum Provider {
    GMAIL,
    YAHOO,
    MICROSOFT;

    /** As it stands in JSON, such as {@code gmail}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
