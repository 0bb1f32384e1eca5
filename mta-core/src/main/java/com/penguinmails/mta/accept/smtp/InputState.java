package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;

/** What the octets that come next are. */
sealed interface InputState
        permits CommandInput, AuthInput, DataInput, ChunkInput, CommitInput, HandshakeInput, ClosedInput {

    /**
     * Takes what it can from {@code in}.
     *
     * @return the state that the rest is for; itself if it needs more, or waits for something else
     */
    InputState consume(ByteBuf in);
}
