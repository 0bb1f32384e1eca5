package com.penguinmails.mta.accept.smtp;

import io.netty.buffer.ByteBuf;

/** A message waits for its commit. Commands behind it wait too, so that replies keep the order of the commands (RFC 2920). */
final class CommitInput implements InputState {
    private final InputState next;
    private boolean done;

    CommitInput(InputState next) {
        this.next = next;
    }

    void finish() {
        done = true;
    }

    @Override
    public InputState consume(ByteBuf in) {
        return done ? next : this;
    }
}
