package com.penguinmails.mta.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** A canonical content for {@code BDAT … LAST}: the octets themselves, never copied, and a final CRLF if it has none. */
final class ChunkContent implements ContentStream {
    private static final byte[] CRLF = {'\r', '\n'};

    private final Iterator<ByteBuffer> parts;
    private final long size;
    private ByteBuffer part = ByteBuffer.allocate(0);
    private boolean crlfDue;

    /** @param scan of this payload; canonical */
    ChunkContent(Payload payload, ContentScan scan) {
        if (!scan.canonical()) {
            throw new IllegalArgumentException("a content with a bare CR or LF cannot be sent by BDAT");
        }
        this.parts = payload.parts().iterator();
        this.crlfDue = !scan.terminated();
        this.size = payload.size() + (crlfDue ? CRLF.length : 0);
    }

    /** How many octets will come in all. */
    long size() {
        return size;
    }

    @Override
    public @Nullable ByteBuf next(ByteBufAllocator allocator) {
        while (!part.hasRemaining() && parts.hasNext()) {
            part = parts.next().duplicate();
        }
        if (part.hasRemaining()) {
            int octets = Math.min(PIECE, part.remaining());
            ByteBuf piece = Unpooled.wrappedBuffer(part.slice(part.position(), octets));
            part.position(part.position() + octets);
            return piece;
        }
        if (crlfDue) {
            crlfDue = false;
            return Unpooled.wrappedBuffer(CRLF);
        }
        return null;
    }
}
