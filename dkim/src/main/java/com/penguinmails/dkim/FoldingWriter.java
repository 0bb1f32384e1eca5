package com.penguinmails.dkim;

/**
 * Writes a header field in lines of at most 78 characters (RFC 5322 section 2.1.1), as long as no single word is longer.
 * Continuation lines start with a space.
 */
final class FoldingWriter {

    private static final int MAX_LINE = 78;

    private final OctetBuffer out;
    private int column;

    FoldingWriter(OctetBuffer out, String fieldName) {
        this.out = out;
        out.put(fieldName);
        out.put((byte) ':');
        column = fieldName.length() + 1;
    }

    /** A word with white space before it: a space, or a new line if it does not fit. */
    void word(String text) {
        if (column + 1 + text.length() > MAX_LINE) {
            fold();
        } else {
            out.put((byte) ' ');
            column++;
        }
        append(text);
    }

    /** A word that follows at once, or on a new line if it does not fit. */
    void part(String text) {
        if (column + text.length() > MAX_LINE) {
            fold();
        }
        append(text);
    }

    /** Characters between which the line may break anywhere. */
    void breakable(byte[] ascii) {
        for (int at = 0; at < ascii.length;) {
            if (column >= MAX_LINE) {
                fold();
            }
            int end = Math.min(ascii.length, at + MAX_LINE - column);
            out.put(ascii, at, end);
            column += end - at;
            at = end;
        }
    }

    private void append(String text) {
        out.put(text);
        column += text.length();
    }

    private void fold() {
        out.crlf();
        out.put((byte) ' ');
        column = 1;
    }
}
