package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;

/** The content behind DATA, to its end. */
final class DataInput implements InputState {
    private final SmtpSession session;
    private final ContentDecoder decoder;

    DataInput(SmtpSession session, ContentDecoder decoder) {
        this.session = session;
        this.decoder = decoder;
    }

    @Override
    public InputState consume(ByteBuf in) {
        decoder.decode(in);
        return decoder.atEnd() ? session.contentComplete() : this;
    }
}
