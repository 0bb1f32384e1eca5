package com.penguinmails.mta.accept.smtp;

import com.penguinmails.mta.message.LineEndOctets;
import io.netty.buffer.ByteBuf;

/** Looks for line ends in what was received, eight octets at a time. Stateless. */
final class LineSearch {
    private LineSearch() {}

    /** The index of the first CR or LF from {@code from} on, or {@code to} if there is none before it. */
    static int first(ByteBuf octets, int from, int to) {
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            int first = LineEndOctets.firstIn(octets.getLong(at));
            if (first < Long.BYTES) {
                return at + first;
            }
        }
        while (at < to && octets.getByte(at) != '\r' && octets.getByte(at) != '\n') {
            at++;
        }
        return at;
    }
}
