package com.penguinmails.mta.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A content for DATA (RFC 5321 §4.5.2): a dot at the start of a line is doubled, and the last line is a lone dot. The law:
 *
 * <ul>
 * <li>Every line that leaves ends with CRLF: a bare CR or a bare LF becomes one. No receiver can then see an end of data, or a
 * command, where we see content, whatever it takes for a line end.
 * <li>Only the final piece holds {@code CRLF . CRLF}.
 * <li>What lies on the heap is copied once, into the memory that it leaves from, with whatever stands before and behind it; so a
 * small content and its end are one piece. A piece of a part outside the heap that needs nothing of the above is not copied.
 * </ul>
 */
final class DotStuffedContent implements ContentStream {
    private static final byte[] END = {'.', '\r', '\n'};
    private static final byte[] LF_END = {'\n', '.', '\r', '\n'};
    private static final byte[] CRLF_END = {'\r', '\n', '.', '\r', '\n'};

    private final Iterator<ByteBuffer> parts;
    private ByteBuffer part = ByteBuffer.allocate(0);
    private LineState state = LineState.START;
    private long left;
    private boolean ended;

    DotStuffedContent(Payload payload) {
        this.parts = payload.parts().iterator();
        this.left = payload.size();
    }

    @Override
    public @Nullable ByteBuf next(ByteBufAllocator allocator) {
        if (ended) {
            return null;
        }
        if (findPart() && part.isDirect()) {
            ByteBuffer piece = take(PIECE);
            return canPass(piece) ? Unpooled.wrappedBuffer(piece) : stuff(piece, buffer(allocator, piece.remaining()));
        }
        ByteBuf out = buffer(allocator, left);
        while (findPart() && !part.isDirect() && out.readableBytes() < PIECE) {
            ByteBuffer piece = take(PIECE - out.readableBytes());
            var _ = canPass(piece) ? out.writeBytes(piece) : stuff(piece, out);
        }
        return part.hasRemaining() ? out : out.writeBytes(end());
    }

    /** Goes to the next part that has octets; false if there is none. */
    private boolean findPart() {
        while (!part.hasRemaining() && parts.hasNext()) {
            part = parts.next().duplicate();
        }
        return part.hasRemaining();
    }

    private ByteBuffer take(int most) {
        int octets = Math.min(most, part.remaining());
        ByteBuffer piece = part.slice(part.position(), octets);
        part.position(part.position() + octets);
        left -= octets;
        return piece;
    }

    /** With room for so many octets, or a piece of them, some dots and the end. */
    private static ByteBuf buffer(ByteBufAllocator allocator, long octets) {
        int room = (int) Math.min(PIECE, octets);
        return allocator.directBuffer(room + room / 64 + CRLF_END.length);
    }

    private byte[] end() {
        ended = true;
        return switch (state) {
            case START -> END;
            case AFTER_CR -> LF_END;
            case MIDDLE -> CRLF_END;
        };
    }

    /** Whether the piece needs no change; if so, the state is moved behind it. */
    private boolean canPass(ByteBuffer piece) {
        LineState s = state;
        int at = 0;
        while (at < piece.limit()) {
            byte first = piece.get(at);
            if (!s.isPaired(first) || first == '.' && s == LineState.START) {
                return false;
            }
            at = LineScan.runEnd(piece, at);
            s = s.after(piece.get(at - 1));
        }
        state = s;
        return true;
    }

    private ByteBuf stuff(ByteBuffer piece, ByteBuf out) {
        int limit = piece.limit();
        for (int at = 0; at < limit; at = piece.position()) {
            byte first = piece.get(at);
            if (!state.isPaired(first)) {
                mend(out, first);
            }
            if (first == '.' && state == LineState.START) {
                out.writeByte('.');
            }
            int end = LineScan.runEnd(piece, at);
            state = state.after(piece.get(end - 1));
            out.writeBytes(piece.limit(end));
            var _ = piece.limit(limit);
        }
        return out;
    }

    /** Completes the CRLF that a bare CR began, or begins the one that a bare LF will end. */
    private void mend(ByteBuf out, byte octet) {
        if (state == LineState.AFTER_CR) {
            out.writeByte('\n');
            state = LineState.START;
        } else if (octet == '\n') {
            out.writeByte('\r');
        }
    }
}
