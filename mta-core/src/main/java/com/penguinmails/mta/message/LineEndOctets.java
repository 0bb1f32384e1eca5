package com.penguinmails.mta.message;

/**
 * Finds line ends eight octets at a time. A word has a CR or a LF in it where one of its octets, told from that character by
 * exclusive or, is zero; the test for that carries nothing from octet to octet, so the first that it finds is the first there is.
 * Stateless.
 */
public final class LineEndOctets {
    private static final long LOW_BITS = 0x7f7f_7f7f_7f7f_7f7fL;
    private static final long CR = 0x0d0d_0d0d_0d0d_0d0dL;
    private static final long LF = 0x0a0a_0a0a_0a0a_0a0aL;

    private LineEndOctets() {}

    /** Which of the eight octets of a word in big-endian order is the first CR or LF, from 0; 8 where none is. */
    public static int firstIn(long word) {
        return Long.numberOfLeadingZeros(zeros(word ^ CR) | zeros(word ^ LF)) / Byte.SIZE;
    }

    /** The upper bit of each octet that is zero. */
    private static long zeros(long word) {
        return ~((word & LOW_BITS) + LOW_BITS | word | LOW_BITS);
    }
}
