package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;

/**
 * Takes lines from the wire. A line ends with CRLF; a bare LF is an error that nothing can be read behind. Of a line that is too
 * long nothing is kept, and it is told once, at its end. For one session.
 */
final class LineReader {
    private final int maxLine;
    private boolean discarding;

    /** What was found. */
    sealed interface Found {

        /** No line end yet. */
        record Nothing() implements Found {}

        /** A line without its CRLF; good until the next octets are read. */
        record Line(ByteBuf octets) implements Found {}

        record TooLong() implements Found {}

        record BareLf() implements Found {}
    }

    /** @param maxLine octets of a line with its CRLF */
    LineReader(int maxLine) {
        this.maxLine = maxLine;
    }

    Found next(ByteBuf in) {
        int start = in.readerIndex();
        int lf = in.indexOf(start, in.writerIndex(), (byte) '\n');
        if (lf < 0) {
            discardIfTooLong(in);
            return new Found.Nothing();
        }
        if (lf == start || in.getByte(lf - 1) != '\r') {
            in.readerIndex(lf + 1);
            return new Found.BareLf();
        }
        if (discarding || lf + 1 - start > maxLine) {
            in.readerIndex(lf + 1);
            discarding = false;
            return new Found.TooLong();
        }
        ByteBuf line = in.readSlice(lf - 1 - start);
        in.skipBytes(2);
        return new Found.Line(line);
    }

    /** Keeps the last octet: it may be the CR of the line end. */
    private void discardIfTooLong(ByteBuf in) {
        if (in.readableBytes() > maxLine || discarding && in.isReadable()) {
            discarding = true;
            in.readerIndex(in.writerIndex() - 1);
        }
    }
}
