package com.penguinmails.testkit.smtp;

import java.util.Locale;

/** The points of a session at which a {@link Rule} may act, in the order a session meets them. */
public enum Stage {
    /** The connection stands; the greeting is due. */
    CONNECT,
    /** EHLO or HELO. */
    HELO,
    /** The STARTTLS command. */
    STARTTLS,
    /** MAIL FROM. */
    MAIL,
    /** RCPT TO. */
    RCPT,
    /** The DATA command, before any content. */
    DATA,
    /** The first BDAT command of a message. */
    BDAT,
    /** The whole content is read and the reply is due. */
    END_OF_DATA,
    /** RSET. */
    RSET,
    /** QUIT. */
    QUIT;

    /** The name in scripts: {@code end-of-data}. */
    public String scriptName() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Stage ofScriptName(String name) {
        for (Stage stage : values()) {
            if (stage.scriptName().equals(name)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("no stage \"" + name
                + "\"; known are connect, helo, starttls, mail, rcpt, data, bdat, end-of-data, rset, quit");
    }
}
