package com.penguinmails.mta.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** The octets of one content in pieces, as they go on the wire. For one thread, to be read once. */
interface ContentStream {
    /** At most so many octets of a payload go into one piece. */
    int PIECE = 64 * 1024;

    /** The next piece, which the caller releases, or null after the last. */
    @Nullable
    ByteBuf next(ByteBufAllocator allocator);
}
