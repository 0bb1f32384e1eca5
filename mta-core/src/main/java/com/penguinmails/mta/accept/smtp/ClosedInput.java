package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;

/** The session is over: whatever comes is passed over. */
final class ClosedInput implements InputState {

    @Override
    public InputState consume(ByteBuf in) {
        in.skipBytes(in.readableBytes());
        return this;
    }
}
