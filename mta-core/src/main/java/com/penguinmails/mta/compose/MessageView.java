package com.penguinmails.mta.compose;

import com.penguinmails.dkim.BodyHasher;
import java.nio.ByteBuffer;

/** A complete message as it lies in a buffer, its header apart from its body, without a copy of the body. Immutable. */
final class MessageView {
    private static final int CHUNK = 8 * 1024;

    private final ByteBuffer header;
    private final ByteBuffer body;
    private final boolean utf8Header;
    private final boolean eightBit;

    private MessageView(ByteBuffer header, ByteBuffer body, boolean utf8Header) {
        this.header = header;
        this.body = body;
        this.utf8Header = utf8Header;
        this.eightBit = utf8Header || isEightBit(body);
    }

    static MessageView of(ByteBuffer message) {
        ByteBuffer source = message.slice();
        int bodyStart = bodyStart(source);
        ByteBuffer header = source.slice(0, bodyStart);
        ByteBuffer body = source.slice(bodyStart, source.limit() - bodyStart);
        return new MessageView(header, body, isEightBit(header));
    }

    /** A copy of the header section with the empty line behind it. */
    byte[] header() {
        var octets = new byte[header.limit()];
        header.get(0, octets);
        return octets;
    }

    /** Whether any octet is above 127. */
    boolean eightBit() {
        return eightBit;
    }

    /** Whether an octet of the header section is. */
    boolean utf8Header() {
        return utf8Header;
    }

    /** Shows the body to a hasher. */
    void hash(BodyHasher hasher) {
        if (body.hasArray()) {
            hasher.update(body.array(), body.arrayOffset(), body.limit());
            return;
        }
        var chunk = new byte[Math.min(CHUNK, body.limit())];
        for (int at = 0; at < body.limit(); at += chunk.length) {
            int length = Math.min(chunk.length, body.limit() - at);
            body.get(at, chunk, 0, length);
            hasher.update(chunk, 0, length);
        }
    }

    /** The first line that is empty ends the header; a message without one is all header. */
    private static int bodyStart(ByteBuffer source) {
        int line = 0;
        for (int at = 0; at + 1 < source.limit(); at++) {
            if (source.get(at) == '\r' && source.get(at + 1) == '\n') {
                if (at == line) {
                    return at + 2;
                }
                line = at + 2;
                at++;
            }
        }
        return source.limit();
    }

    private static boolean isEightBit(ByteBuffer octets) {
        int at = 0;
        for (; at + Long.BYTES <= octets.limit(); at += Long.BYTES) {
            if ((octets.getLong(at) & 0x8080_8080_8080_8080L) != 0) {
                return true;
            }
        }
        for (; at < octets.limit(); at++) {
            if (octets.get(at) < 0) {
                return true;
            }
        }
        return false;
    }
}
