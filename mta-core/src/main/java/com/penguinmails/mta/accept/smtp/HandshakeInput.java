package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;

/** The TLS handshake is on; nothing of the session's own is read before it is done. */
final class HandshakeInput implements InputState {

    @Override
    public InputState consume(ByteBuf in) {
        return this;
    }
}
