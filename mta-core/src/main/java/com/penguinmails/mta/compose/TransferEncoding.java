package com.penguinmails.mta.compose;

import java.io.ByteArrayOutputStream;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * How the body of a part travels (RFC 2045 §6). Only a message that is attached keeps its octets (RFC 2046 §5.2.1); all else ends
 * up in ASCII lines that no relay needs to touch, so that a signature survives.
 */
enum TransferEncoding {
    SEVEN_BIT("7bit"),
    EIGHT_BIT("8bit"),
    QUOTED_PRINTABLE("quoted-printable"),
    BASE64("base64");

    private static final int MAX_LINE = 998;
    private static final byte[] CRLF = {'\r', '\n'};
    private final String token;

    TransferEncoding(String token) {
        this.token = token;
    }

    /** As {@code Content-Transfer-Encoding} names it. */
    String token() {
        return token;
    }

    /**
     * The lightest encoding for text with CRLF line ends. Text with {@code =_} is never left as it stands: that is how every boundary
     * begins, and what neither quoted-printable nor base 64 can contain (RFC 2045 §6.7).
     */
    static TransferEncoding forText(byte[] octets) {
        int special = 0;
        int line = 0;
        int longest = 0;
        boolean plain = true;
        for (int i = 0; i < octets.length; i++) {
            byte c = octets[i];
            line = c == '\n' ? 0 : line + 1;
            longest = Math.max(longest, line);
            if (c < 0) {
                special++;
            }
            plain &= (c >= ' ' && c < 0x7f || c == '\t' || c == '\r' || c == '\n')
                    && !(c == '_' && i > 0 && octets[i - 1] == '=');
        }
        if (plain && longest <= MAX_LINE) {
            return SEVEN_BIT;
        }
        return special > octets.length / 6 ? BASE64 : QUOTED_PRINTABLE;
    }

    /** For a message that is attached, with CRLF line ends; null if it has a line too long or a NUL. */
    static @Nullable TransferEncoding forMessage(byte[] octets) {
        int line = 0;
        boolean eightBit = false;
        for (byte c : octets) {
            line = c == '\n' ? 0 : line + 1;
            if (c == 0 || line > MAX_LINE + 1) {
                return null;
            }
            eightBit |= c < 0;
        }
        return eightBit ? EIGHT_BIT : SEVEN_BIT;
    }

    void write(byte[] octets, ByteArrayOutputStream out) {
        switch (this) {
            case SEVEN_BIT, EIGHT_BIT -> out.write(octets, 0, octets.length);
            case QUOTED_PRINTABLE -> new QuotedPrintable(out).write(octets);
            case BASE64 -> out.writeBytes(Base64.getMimeEncoder(76, CRLF).encode(octets));
        }
    }
}
