package com.penguinmails.control.api;

import com.penguinmails.mta.http.Problem;
import com.penguinmails.mta.http.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;

/** A place in a list, opaque to clients; only its own list takes it back. It gives no right to see anything. */
final class Cursor {
    private static final Pattern VALUE = Pattern.compile("[0-9a-z_]{1,40}");

    private Cursor() {}

    static String write(String list, String value) {
        return Base64.getUrlEncoder().withoutPadding()
                .encodeToString((list + ":" + value).getBytes(StandardCharsets.US_ASCII));
    }

    /** 400 if the text is no cursor of this list. */
    static String read(String list, String cursor) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.ISO_8859_1);
            String value = text.startsWith(list + ":") ? text.substring(list.length() + 1) : "";
            if (VALUE.matcher(value).matches()) {
                return value;
            }
        } catch (IllegalArgumentException _) {
            // Told below, as for a cursor of another list.
        }
        throw invalid();
    }

    /** A place that is a number; 400 if it is none. */
    static long number(String place) {
        try {
            return Long.parseLong(place);
        } catch (NumberFormatException e) {
            throw invalid();
        }
    }

    private static ProblemException invalid() {
        return Problem.badRequest("cursor_invalid", "take after and before from an answer of this list").toException();
    }
}
