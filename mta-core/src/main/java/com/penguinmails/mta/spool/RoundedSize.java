package com.penguinmails.mta.spool;

/** Sizes in two octets, rounded up by at most a thousandth: eleven bits, and by how many places they are moved. */
final class RoundedSize {
    private static final int BITS = 11;
    private static final long LIMIT = 1L << BITS;

    private RoundedSize() {}

    /** The least size that can be written and is not below this one, which is less than 2^42. */
    static short of(long bytes) {
        int places = Math.max(0, Long.SIZE - BITS - Long.numberOfLeadingZeros(bytes));
        long kept = up(bytes, places);
        if (kept == LIMIT) {
            places++;
            kept = up(bytes, places);
        }
        return (short) (places << BITS | kept);
    }

    /** The size that was written. */
    static long bytes(short rounded) {
        return (rounded & LIMIT - 1) << ((rounded & 0xffff) >> BITS);
    }

    private static long up(long bytes, int places) {
        return bytes + (1L << places) - 1 >> places;
    }
}
