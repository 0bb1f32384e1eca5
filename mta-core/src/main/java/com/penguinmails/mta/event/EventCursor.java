package com.penguinmails.mta.event;

import java.util.HexFormat;

/**
 * A place in the event log, and the id of the event that stands there: as text {@code evt_} and 16 hexadecimal digits, which
 * sort as the events do.
 *
 * @param position 0: before the oldest event
 */
public record EventCursor(long position) {
    private static final String PREFIX = "evt_";
    private static final int DIGITS = 16;

    /** Before the oldest event. */
    public static EventCursor start() {
        return new EventCursor(0);
    }

    /** @throws IllegalArgumentException if the text is not of the form above */
    public static EventCursor parse(String text) {
        if (!text.startsWith(PREFIX) || text.length() != PREFIX.length() + DIGITS) {
            throw new IllegalArgumentException("a cursor of the form evt_ and 16 hexadecimal digits is expected");
        }
        return new EventCursor(HexFormat.fromHexDigitsToLong(text, PREFIX.length(), text.length()));
    }

    @Override
    public String toString() {
        return PREFIX + HexFormat.of().toHexDigits(position);
    }
}
