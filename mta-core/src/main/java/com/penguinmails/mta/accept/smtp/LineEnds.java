package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;

/**
 * Looks for line ends eight octets at a time. A word has a CR or a LF in it where one of its octets, told from that character by
 * exclusive or, is zero; the test for that carries nothing from octet to octet, so the first that it finds is the first there is.
 */
final class LineEnds {
    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
    private static final long CR = 0x0d0d_0d0d_0d0d_0d0dL;
    private static final long LF = 0x0a0a_0a0a_0a0a_0a0aL;

    private LineEnds() {}

    /** The index of the first CR or LF from {@code from} on, or {@code to} if there is none before it. */
    static int first(ByteBuf octets, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long word = octets.getLong(at);
            long found = zeros(word ^ CR) | zeros(word ^ LF);
            if (found != 0) {
                return at + Long.numberOfLeadingZeros(found) / Byte.SIZE;
            }
        }
        while (at < to && octets.getByte(at) != '\r' && octets.getByte(at) != '\n') {
            at++;
        }
        return at;
    }

    /** The upper bit of each octet that is zero. */
    private static long zeros(long word) {
        return ~((word & LOW_BITS) + LOW_BITS | word | LOW_BITS);
    }
}
