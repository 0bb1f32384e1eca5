package com.penguinmails.mta.deliver;

import com.penguinmails.mta.message.LineEndOctets;
import java.nio.ByteBuffer;

/**
 * Takes a content apart into runs, eight octets at a time: a CR, a LF, or all octets up to the next of these. What holds for the
 * first octet of a run in its place holds for each, so whoever watches over line ends looks at one octet a run.
 */
final class LineScan {
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
            int first = LineEndOctets.firstIn(octets.getLong(at));
            if (first < Long.BYTES) {
                return Math.max(start + 1, at + first);
            }
        }
        while (at < octets.limit() && octets.get(at) != '\r' && octets.get(at) != '\n') {
            at++;
        }
        return Math.max(start + 1, at);
    }
}
