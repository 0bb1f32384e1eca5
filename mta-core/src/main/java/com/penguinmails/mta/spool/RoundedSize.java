package com.penguinmails.mta.spool;

/**
 * Sizes in one octet: four bits, and by how many places they are moved. One alone may be wrong by an eighth; the sum of many is right,
 * because each is rounded up or down by a fraction that its number gives, so that on the average nothing is added or lost.
 */
final class RoundedSize {
    private static final int LEAST = 8;
    private static final int BITS = 3;
    private static final int LARGEST = 0xff;
    /** The golden ratio as a fraction of 2^64: its multiples lie evenly between 0 and 1. */
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double SCALE = 0x1p-53;
    private static final int FRACTION_SHIFT = 11;

    private RoundedSize() {}

    /**
     * One of the two neighbours of a size below 2^34; of one under 8, 8.
     *
     * @param number of what has the size
     */
    static byte of(long bytes, long number) {
        int below = atMost(Math.max(bytes, LEAST));
        if (below == LARGEST) {
            return (byte) below;
        }
        long low = bytes(below);
        double fraction = (number * GOLDEN >>> FRACTION_SHIFT) * SCALE;
        boolean up = bytes - low > fraction * (bytes(below + 1) - low);
        return (byte) (up ? below + 1 : below);
    }

    /** The size that was written. */
    static long bytes(byte rounded) {
        return bytes(rounded & LARGEST);
    }

    private static long bytes(int rounded) {
        return (long) (LEAST + (rounded & LEAST - 1)) << (rounded >> BITS);
    }

    private static int atMost(long bytes) {
        int places = Long.SIZE - 1 - BITS - Long.numberOfLeadingZeros(bytes);
        int rounded = places << BITS | (int) (bytes >> places) - LEAST;
        return Math.min(rounded, LARGEST);
    }
}
