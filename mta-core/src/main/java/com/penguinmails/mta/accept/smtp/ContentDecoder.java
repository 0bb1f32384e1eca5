package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;

/**
 * Reads the content of one message off the wire: ends it where DATA ends, takes out the transparency dots (RFC 5321 §4.5.2) and
 * makes every line end a CRLF.
 *
 * <p>The law: data ends at CRLF, dot, CRLF and nowhere else; the CRLF of the DATA command is the first one. A dot is taken out
 * only behind a true CRLF. A bare CR and a bare LF are each a line end of the content, never one of the wire: they become CRLF
 * in the content and do not make the next dot special. So what another server might take for the end of data is content here,
 * and being plain lines then, it gets its dot doubled on the way out.
 *
 * <p>The result does not depend on how the octets are cut into pieces. For one message and one thread.
 */
final class ContentDecoder {

    /** What was read last. */
    private enum State {
        /** A true CRLF, or nothing yet. */
        LINE_START,
        /** A dot at a line's start. */
        DOT,
        /** A dot at a line's start and a CR behind it. */
        DOT_CR,
        /** Part of a line. */
        TEXT,
        /** A CR of which it is not known yet whether it is bare. */
        CR,
        /** The end of data. */
        END
    }

    private final boolean transparent;
    private final ContentBuffer out;
    private State state;

    private ContentDecoder(ContentBuffer out, boolean transparent) {
        this.out = out;
        this.transparent = transparent;
        this.state = transparent ? State.LINE_START : State.TEXT;
    }

    /** For DATA: dots are transparent and end the data. */
    static ContentDecoder forData(ContentBuffer out) {
        return new ContentDecoder(out, true);
    }

    /** For BDAT: the length ends the data and a dot is a dot (RFC 3030 §3). */
    static ContentDecoder forChunks(ContentBuffer out) {
        return new ContentDecoder(out, false);
    }

    /** Reads on; stops behind the end of data or where {@code in} ends. */
    void decode(ByteBuf in) {
        while (in.isReadable() && state != State.END) {
            state = switch (state) {
                case LINE_START -> atLineStart(in);
                case DOT -> afterDot(in);
                case DOT_CR -> afterDotCr(in);
                case TEXT -> inText(in);
                case CR -> afterCr(in);
                case END -> State.END;
            };
        }
    }

    /** Whether the end of data was read. */
    boolean atEnd() {
        return state == State.END;
    }

    /** Says that nothing more comes: settles a last CR and ends the last line. */
    void finish() {
        if (state == State.CR || !out.endsWithCrLf()) {
            out.writeCrLf();
        }
        state = State.END;
    }

    private static State atLineStart(ByteBuf in) {
        if (peek(in) != '.') {
            return State.TEXT;
        }
        in.skipBytes(1);
        return State.DOT;
    }

    private static State afterDot(ByteBuf in) {
        if (peek(in) != '\r') {
            return State.TEXT;
        }
        in.skipBytes(1);
        return State.DOT_CR;
    }

    private State afterDotCr(ByteBuf in) {
        if (peek(in) == '\n') {
            in.skipBytes(1);
            return State.END;
        }
        out.writeCrLf();
        return State.TEXT;
    }

    /** Lines that end with CRLF and after which no dot stands are content as they are: they are taken in one piece. */
    private State inText(ByteBuf in) {
        int start = in.readerIndex();
        int end = in.writerIndex();
        int lineEnd = LineSearch.first(in, start, end);
        while (isCrLf(in, lineEnd, end) && lineEnd + 2 < end && !(transparent && in.getByte(lineEnd + 2) == '.')) {
            lineEnd = LineSearch.first(in, lineEnd + 2, end);
        }
        if (isCrLf(in, lineEnd, end)) {
            out.write(in, lineEnd + 2 - start);
            return afterLine();
        }
        out.write(in, lineEnd - start);
        return lineEnd < end ? atBareEnd(in) : State.TEXT;
    }

    private static boolean isCrLf(ByteBuf in, int at, int end) {
        return at + 1 < end && in.getByte(at) == '\r' && in.getByte(at + 1) == '\n';
    }

    private State atBareEnd(ByteBuf in) {
        if (in.readByte() == '\r') {
            return State.CR;
        }
        out.writeCrLf();
        return State.TEXT;
    }

    private State afterCr(ByteBuf in) {
        out.writeCrLf();
        if (peek(in) != '\n') {
            return State.TEXT;
        }
        in.skipBytes(1);
        return afterLine();
    }

    private State afterLine() {
        return transparent ? State.LINE_START : State.TEXT;
    }

    private static byte peek(ByteBuf in) {
        return in.getByte(in.readerIndex());
    }
}
