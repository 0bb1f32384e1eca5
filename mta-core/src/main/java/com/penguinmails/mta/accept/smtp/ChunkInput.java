package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The octets of one chunk (RFC 3030 §2). They are read to the last one even if they are not wanted: commands follow them. */
final class ChunkInput implements InputState {
    private final SmtpSession session;
    private final @Nullable ContentDecoder decoder;
    private final ServerReply refusal;
    private final long size;
    private final boolean last;
    private long remaining;

    private ChunkInput(SmtpSession session, @Nullable ContentDecoder decoder, ServerReply refusal, long size,
            boolean last) {
        this.session = session;
        this.decoder = decoder;
        this.refusal = refusal;
        this.size = size;
        this.last = last;
        this.remaining = size;
    }

    /** A chunk that belongs to the transaction. */
    static ChunkInput taken(SmtpSession session, ContentDecoder decoder, long size, boolean last) {
        return new ChunkInput(session, decoder, Replies.OK, size, last);
    }

    /** A chunk that is passed over and then answered with the refusal. */
    static ChunkInput refused(SmtpSession session, ServerReply refusal, long size) {
        return new ChunkInput(session, null, refusal, size, false);
    }

    @Override
    public InputState consume(ByteBuf in) {
        int count = (int) Math.min(remaining, in.readableBytes());
        remaining -= count;
        if (decoder == null) {
            in.skipBytes(count);
            return remaining > 0 ? this : session.chunkRefused(refusal);
        }
        decoder.decode(in.readSlice(count));
        if (remaining > 0) {
            return this;
        }
        if (!last) {
            return session.chunkComplete(size);
        }
        decoder.finish();
        return session.contentComplete();
    }
}
