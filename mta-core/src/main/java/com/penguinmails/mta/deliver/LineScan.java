package com.penguinmails.mta.deliver;

import java.nio.ByteBuffer;

/**
 * Takes a content apart into runs, eight octets at a time: a CR, a LF, or all octets up to the next of these. What holds for the
 * first octet of a run in its place holds for each, so whoever watches over line ends looks at one octet a run.
 *
 * <p>A word has a CR or a LF in it where one of its octets, told from that character by exclusive or, is zero. The test for
 * that carries nothing from octet to octet, so the first that it finds is the first there is.
 */
final class LineScan {
    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
    private static final long CR = 0x0d0d_0d0d_0d0d_0d0dL;
    private static final long LF = 0x0a0a_0a0a_0a0a_0a0aL;

    private LineScan() {}

    /**
     * Where the run ends that begins at {@code start}.
     *
     * @param octets in big-endian order, as buffers are made
     * @param start before the limit
     */
    static int runEnd(ByteBuffer octets, int start) {
        int at = start;
        for (; at + Long.BYTES <= octets.limit(); at += Long.BYTES) {
            long word = octets.getLong(at);
            long found = zeros(word ^ CR) | zeros(word ^ LF);
            if (found != 0) {
                return Math.max(start + 1, at + Long.numberOfLeadingZeros(found) / Byte.SIZE);
            }
        }
        while (at < octets.limit() && octets.get(at) != '\r' && octets.get(at) != '\n') {
            at++;
        }
        return Math.max(start + 1, at);
    }

    /** The upper bit of each octet that is zero. */
    private static long zeros(long word) {
        return ~((word & LOW_BITS) + LOW_BITS | word | LOW_BITS);
    }
}
