package com.penguinmails.control.preflight;

import java.util.Locale;

/** What looking at a rule came to, from good to bad; what was not looked at is neither. */
public enum RuleResult {
    /** It is kept. */
    PASS,
    /** It was not looked at, or cannot be known before the mail is sent. */
    SKIPPED,
    /** It costs reputation, or some receivers refuse the mail. */
    WARN,
    /** Receivers refuse the mail or file it as spam. */
    BLOCK;

    /** As it stands in JSON and tables, such as {@code pass}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
