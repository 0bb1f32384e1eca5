package com.penguinmails.testkit.smtp;

import io.netty.buffer.ByteBuf;

/**
 * Reads the content that follows DATA (RFC 5321 sections 4.1.1.4 and 4.5.2): only CRLF.CRLF ends it, the first dot of
 * a line is removed, and CR and LF that stand alone are content, counted.
 *
 * <p>States: LINE_START after CRLF and at the beginning; DOT after a dot there, which is held back; DOT_CR after a CR
 * behind that; CR after any other carriage return; TEXT else. The content ends only from DOT_CR, by LF. One thread
 * only.
 */
final class DataScanner {
    private enum State {
        LINE_START,
        DOT,
        DOT_CR,
        CR,
        TEXT
    }

    private State state = State.LINE_START;
    private int bareCr;
    private int bareLf;

    /** Begins a new message. */
    void begin() {
        state = State.LINE_START;
        bareCr = 0;
        bareLf = 0;
    }

    /** Consumes what belongs to the content; true if its end was reached, with the reader behind it. */
    boolean scan(ByteBuf in, ContentBuffer content) {
        int end = in.writerIndex();
        int run = in.readerIndex();
        int lineFeed = -1;
        for (int at = run; at < end; at++) {
            if (state == State.TEXT) {
                lineFeed = lineFeed >= at ? lineFeed : orEnd(in.indexOf(at, end, (byte) '\n'), end);
                at = orEnd(in.indexOf(at, lineFeed, (byte) '\r'), lineFeed);
                if (at == end) {
                    break;
                }
            }
            byte b = in.getByte(at);
            State before = state;
            state = next(b);
            if (before == State.DOT_CR && b == '\n') {
                in.readerIndex(at + 1);
                return true;
            }
            if (state == State.DOT) {
                content.write(in, run, at);
            } else if (before == State.DOT && state != State.DOT_CR) {
                run = at;
            } else if (before == State.DOT_CR) {
                content.write('\r');
                run = at;
            }
        }
        if (state != State.DOT && state != State.DOT_CR) {
            content.write(in, run, end);
        }
        in.readerIndex(end);
        return false;
    }

    /** Counts CR and LF that stand alone in a chunk, whose octets are all content (RFC 3030). */
    void inspect(ByteBuf in, int from, int to) {
        for (int at = from; at < to; at++) {
            byte b = in.getByte(at);
            state = b == '.' ? afterOther() : next(b);
        }
    }

    int bareCr() {
        return bareCr;
    }

    int bareLf() {
        return bareLf;
    }

    private State next(byte b) {
        return switch (b) {
            case '\n' -> afterLineFeed();
            case '\r' -> afterCarriageReturn();
            case '.' -> state == State.LINE_START ? State.DOT : afterOther();
            default -> afterOther();
        };
    }

    private State afterLineFeed() {
        if (state == State.CR || state == State.DOT_CR) {
            return State.LINE_START;
        }
        bareLf++;
        return State.TEXT;
    }

    private State afterCarriageReturn() {
        if (state == State.CR || state == State.DOT_CR) {
            bareCr++;
        }
        return state == State.DOT ? State.DOT_CR : State.CR;
    }

    private State afterOther() {
        if (state == State.CR || state == State.DOT_CR) {
            bareCr++;
        }
        return State.TEXT;
    }

    private static int orEnd(int index, int end) {
        return index < 0 ? end : index;
    }
}
