package com.penguinmails.mta.accept.smtp;

/** The commands by their first word; case does not matter (RFC 5321 §2.4). */
enum Verb {
    EHLO,
    HELO,
    MAIL,
    RCPT,
    DATA,
    BDAT,
    RSET,
    NOOP,
    VRFY,
    EXPN,
    HELP,
    QUIT,
    STARTTLS,
    AUTH,
    /** A word of HTTP: somebody makes a browser talk to us. */
    FOREIGN,
    /** Anything else. */
    UNKNOWN;

    private static final Verb[] COMMANDS = {MAIL, RCPT, DATA, BDAT, EHLO, HELO, RSET, NOOP, QUIT, AUTH, STARTTLS, VRFY,
            EXPN, HELP};

    static Verb of(String word) {
        for (Verb verb : COMMANDS) {
            if (verb.name().equalsIgnoreCase(word)) {
                return verb;
            }
        }
        return switch (word) {
            case "GET", "POST", "PUT", "CONNECT", "OPTIONS", "PRI" -> FOREIGN;
            default -> UNKNOWN;
        };
    }
}
