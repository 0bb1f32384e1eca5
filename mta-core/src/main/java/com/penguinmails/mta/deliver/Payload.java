package com.penguinmails.mta.deliver;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * The content of one mail as it leaves: header section and body with CRLF line ends, before dot-stuffing, signature first.
 *
 * @param parts the octets in order; read by position, never changed, so that one payload may be sent many times
 * @param eightBit whether any octet is above 127
 * @param utf8Header whether the header section has octets above 127, so that SMTPUTF8 is needed (RFC 6532)
 */
public record Payload(List<ByteBuffer> parts, boolean eightBit, boolean utf8Header) {

    public Payload {
        parts = List.copyOf(parts);
    }

    /** Octets in all, as the SIZE parameter counts them (RFC 1870 §3). */
    public long size() {
        long size = 0;
        for (ByteBuffer part : parts) {
            size += part.remaining();
        }
        return size;
    }
}
