package com.penguinmails.mta.deliver;

/** Where in a line a content is, octet by octet, across the borders of its parts. */
enum LineState {
    START,
    MIDDLE,
    AFTER_CR;

    LineState after(byte octet) {
        return switch (octet) {
            case '\r' -> AFTER_CR;
            case '\n' -> START;
            default -> MIDDLE;
        };
    }

    /** Whether CR and LF stand together up to and with this octet. */
    boolean isPaired(byte octet) {
        return (this == AFTER_CR) == (octet == '\n');
    }
}
