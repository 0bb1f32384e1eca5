package com.penguinmails.mta.compose;

import java.io.ByteArrayOutputStream;

/** Line ends as mail has them (RFC 5322 §2.3): CR and LF only together. */
public final class LineEnds {

    private LineEnds() {}

    /** A copy with CRLF for every CR, LF or CRLF; nothing else changes. */
    public static byte[] toCrlf(byte[] octets) {
        var out = new ByteArrayOutputStream(octets.length + octets.length / 16 + 16);
        int from = 0;
        for (int i = 0; i < octets.length; i++) {
            if (octets[i] == '\r' || octets[i] == '\n') {
                out.write(octets, from, i - from);
                out.write('\r');
                out.write('\n');
                i += octets[i] == '\r' && i + 1 < octets.length && octets[i + 1] == '\n' ? 1 : 0;
                from = i + 1;
            }
        }
        out.write(octets, from, octets.length - from);
        return out.toByteArray();
    }
}
