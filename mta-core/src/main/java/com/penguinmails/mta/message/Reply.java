package com.penguinmails.mta.message;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An SMTP reply (RFC 5321 §4.2).
 *
 * @param code 200 to 599
 * @param enhanced the enhanced status code at the head of its text (RFC 2034), or null
 * @param lines the text of each line without code and enhanced status code; bounded by the reader
 */
public record Reply(int code, @Nullable EnhancedStatus enhanced, List<String> lines) {

    public Reply {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("a reply code is 200 to 599");
        }
        lines = List.copyOf(lines);
    }

    public boolean isPositive() {
        return code < 400;
    }

    public boolean isTransient() {
        return code >= 400 && code < 500;
    }

    public boolean isPermanent() {
        return code >= 500;
    }

    /** Code, enhanced status code and text on one line, as a person would quote it. */
    @Override
    public String toString() {
        String text = String.join(" ", lines);
        return enhanced == null ? code + " " + text : code + " " + enhanced + " " + text;
    }
}
