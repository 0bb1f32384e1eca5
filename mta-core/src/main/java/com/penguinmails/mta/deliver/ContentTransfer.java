package com.penguinmails.mta.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;

/**
 * Sends a content no faster than the receiver takes it: pieces are written while the channel has room and go on when it has room
 * again, so that a content of any size costs a few pieces of memory. For the event loop only.
 */
final class ContentTransfer {
    private final Channel channel;
    private final ContentStream stream;
    private final Listener listener;
    private final ChannelFutureListener pieceSent = this::pieceSent;
    private boolean writing;
    private boolean exhausted;
    private boolean stopped;
    private boolean sent;
    private int underway;

    /** Hears how far it is. */
    interface Listener {
        /** All of it is with the channel: what is written there next comes behind it. */
        void contentWritten();

        /** The receiver has taken another piece; what is left goes on. */
        void contentProgressed();

        /** All of it has left. */
        void contentSent();

        /** The connection takes no more. */
        void contentFailed(Throwable cause);
    }

    ContentTransfer(Channel channel, ContentStream stream, Listener listener) {
        this.channel = channel;
        this.stream = stream;
        this.listener = listener;
    }

    /** Begins or goes on, as far as there is room. What was written to the channel before is flushed with it. */
    void resume() {
        if (writing || stopped) {
            return;
        }
        writing = true;
        try {
            do {
                fill();
                channel.flush();
                tellIfSent();
            } while (!exhausted && !stopped && channel.isWritable());
        } finally {
            writing = false;
        }
    }

    private void fill() {
        while (!exhausted && channel.isWritable()) {
            ByteBuf piece = stream.next(channel.alloc());
            if (piece == null) {
                exhausted = true;
                listener.contentWritten();
            } else {
                underway++;
                var _ = channel.write(piece).addListener(pieceSent);
            }
        }
    }

    private void pieceSent(ChannelFuture future) {
        underway--;
        if (stopped) {
            return;
        }
        Throwable cause = future.cause();
        if (cause != null) {
            stopped = true;
            listener.contentFailed(cause);
        } else {
            listener.contentProgressed();
            tellIfSent();
        }
    }

    private void tellIfSent() {
        if (exhausted && underway == 0 && !stopped && !sent) {
            sent = true;
            listener.contentSent();
        }
    }

    /** Nothing more is read or told. */
    void stop() {
        stopped = true;
    }

    /** Whether every octet has left. */
    boolean isSent() {
        return sent;
    }
}
