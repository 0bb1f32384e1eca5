package com.penguinmails.mta.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * A canonical content for {@code BDAT … LAST}: the octets themselves, and a final CRLF if it has none. What lies on the heap is copied
 * once, into the memory that it leaves from; all of a small content is one piece.
 */
final class ChunkContent implements ContentStream {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Iterator<ByteBuffer> parts;
    private final long size;
    private ByteBuffer part = ByteBuffer.allocate(0);
    private long left;
    private boolean crlfDue;

    /** @param scan of this payload; canonical */
    ChunkContent(Payload payload, ContentScan scan) {
        if (!scan.canonical()) {
            throw new IllegalArgumentException("a content with a bare CR or LF cannot be sent by BDAT");
        }
        this.parts = payload.parts().iterator();
        this.crlfDue = !scan.terminated();
        this.size = payload.size() + (crlfDue ? CRLF.length : 0);
        this.left = size;
    }

    /** How many octets will come in all. */
    long size() {
        return size;
    }

    @Override
    public @Nullable ByteBuf next(ByteBufAllocator allocator) {
        if (findPart() && part.isDirect()) {
            return Unpooled.wrappedBuffer(take(PIECE));
        }
        if (left == 0) {
            return null;
        }
        ByteBuf out = allocator.directBuffer((int) Math.min(PIECE + CRLF.length, left));
        while (findPart() && !part.isDirect() && out.readableBytes() < PIECE) {
            out.writeBytes(take(PIECE - out.readableBytes()));
        }
        if (crlfDue && !part.hasRemaining()) {
            crlfDue = false;
            left -= CRLF.length;
            out.writeBytes(CRLF);
        }
        return out;
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
}
