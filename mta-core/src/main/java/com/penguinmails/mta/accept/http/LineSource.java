package com.penguinmails.mta.accept.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Divides a stream into lines, holding no more of it than one line and one buffer. A line ends with LF or CRLF; the last one may
 * end with the stream. For one thread.
 */
final class LineSource {
    private static final int BUFFER = 32 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int from;
    private int to;
    private byte[] line = new byte[1024];
    private int length;

    LineSource(InputStream in) {
        this.in = in;
    }

    /** What {@link #next} found; the line is in {@link #line} up to {@link #length}. */
    enum Found {
        LINE,
        TOO_LONG,
        END
    }

    /**
     * Reads the next line; of one that is too long nothing is kept.
     *
     * @throws IOException if the stream is cut: a line that was begun is not a line
     */
    Found next(int maxLength) throws IOException {
        length = 0;
        boolean tooLong = false;
        boolean any = false;
        while (true) {
            if (from == to && !fill()) {
                return !any ? Found.END : finish(tooLong);
            }
            any = true;
            int end = endOfLine();
            int size = end - from;
            tooLong |= length + (long) size > maxLength + 1L;
            if (!tooLong) {
                append(size);
            }
            from = Math.min(end + 1, to);
            if (end < to) {
                return finish(tooLong || length > maxLength && line[length - 1] != '\r');
            }
        }
    }

    private Found finish(boolean tooLong) {
        if (!tooLong && length > 0 && line[length - 1] == '\r') {
            length--;
        }
        return tooLong ? Found.TOO_LONG : Found.LINE;
    }

    /** The octets of the line that was found; valid until the next call. */
    byte[] line() {
        return line;
    }

    int length() {
        return length;
    }

    private boolean fill() throws IOException {
        int read = in.read(buffer, 0, BUFFER);
        from = 0;
        to = Math.max(read, 0);
        return read > 0;
    }

    private int endOfLine() {
        int i = from;
        while (i < to && buffer[i] != '\n') {
            i++;
        }
        return i;
    }

    private void append(int size) {
        if (length + size > line.length) {
            line = Arrays.copyOf(line, Math.max(length + size, line.length * 2));
        }
        System.arraycopy(buffer, from, line, length, size);
        length += size;
    }
}
