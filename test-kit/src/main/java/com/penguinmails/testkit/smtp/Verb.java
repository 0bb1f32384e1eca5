package com.penguinmails.testkit.smtp;

import io.netty.buffer.ByteBuf;

/** The commands the receiver knows. */
enum Verb {
    EHLO,
    HELO,
    MAIL,
    RCPT,
    DATA,
    BDAT,
    RSET,
    NOOP,
    QUIT,
    VRFY,
    HELP,
    STARTTLS,
    UNKNOWN;

    private static final Verb[] BY_NAME = values();

    /** The verb at the start of a line, in any case, followed by a space or the line's end. */
    static Verb at(ByteBuf line, int from, int to) {
        for (Verb verb : BY_NAME) {
            int end = from + verb.name().length();
            if (end <= to && (end == to || line.getByte(end) == ' ') && verb.isAt(line, from)) {
                return verb;
            }
        }
        return UNKNOWN;
    }

    private boolean isAt(ByteBuf line, int from) {
        String name = name();
        for (int i = 0; i < name.length(); i++) {
            if ((line.getByte(from + i) & ~0x20) != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
