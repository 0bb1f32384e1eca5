package com.penguinmails.mta.compose;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Quoted-printable (RFC 2045 §6.7) of text with CRLF line ends: lines of at most 76 characters, no blank at a line's end. */
final class QuotedPrintable {
    private static final int MAX_LINE = 76;
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);
    private final ByteArrayOutputStream out;
    private final byte[] line = new byte[MAX_LINE + 2];
    private int length;

    QuotedPrintable(ByteArrayOutputStream out) {
        this.out = out;
    }

    void write(byte[] octets) {
        for (int i = 0; i < octets.length; i++) {
            int c = octets[i] & 0xff;
            if (c == '\r' && i + 1 < octets.length && octets[i + 1] == '\n') {
                endLine();
                i++;
            } else if (isLiteral(octets, i)) {
                reserve(1);
                line[length++] = (byte) c;
            } else {
                reserve(3);
                line[length++] = '=';
                line[length++] = HEX[c >> 4];
                line[length++] = HEX[c & 15];
            }
        }
        out.write(line, 0, length);
        length = 0;
    }

    private static boolean isLiteral(byte[] octets, int i) {
        byte c = octets[i];
        if (c == ' ' || c == '\t') {
            return i + 1 < octets.length && octets[i + 1] != '\r';
        }
        return c > ' ' && c < 0x7f && c != '=';
    }

    /** A soft line break keeps one character of the line for its equals sign. */
    private void reserve(int characters) {
        if (length + characters > MAX_LINE - 1) {
            line[length++] = '=';
            endLine();
        }
    }

    private void endLine() {
        line[length++] = '\r';
        line[length++] = '\n';
        out.write(line, 0, length);
        length = 0;
    }
}
