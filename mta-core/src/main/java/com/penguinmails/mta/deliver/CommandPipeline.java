package com.penguinmails.mta.deliver;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The commands on their way and the replies that they make due, in one order. Commands gather until {@link #flush}, so that
 * what is sent in one turn leaves in one write. For the channel's event loop only.
 */
final class CommandPipeline {
    private static final int COMMANDS_ROOM = 512;

    private final Channel channel;
    private final ArrayDeque<AwaitedReply> due = new ArrayDeque<>();
    private @Nullable ByteBuf pending;

    CommandPipeline(Channel channel) {
        this.channel = channel;
    }

    /**
     * Adds a command.
     *
     * @param line without its CRLF
     * @throws IllegalArgumentException if the line holds a control character: the one place where a CR or LF in an address or a
     *     parameter would become a command of its own
     */
    void send(String line, AwaitedReply reply) {
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c < ' ' || c == 0x7f) {
                throw new IllegalArgumentException("a command has a control character at " + (i + 1));
            }
        }
        ByteBuf out = pending;
        if (out == null) {
            out = channel.alloc().buffer(COMMANDS_ROOM);
            pending = out;
        }
        ByteBufUtil.writeUtf8(out, line);
        out.writeByte('\r').writeByte('\n');
        due.add(reply);
    }

    /** A reply becomes due without a command. */
    void expect(AwaitedReply reply) {
        due.add(reply);
    }

    /** Hands what has gathered to the channel, so that what is written there next comes behind it. */
    void write() {
        ByteBuf out = pending;
        if (out != null) {
            pending = null;
            var _ = channel.write(out, channel.voidPromise());
        }
    }

    /** Sends what has gathered. */
    void flush() {
        if (pending != null) {
            write();
            channel.flush();
        }
    }

    /** The reply that is due first, or null if none is. */
    @Nullable
    AwaitedReply first() {
        return due.peek();
    }

    /** As {@link #first}, and takes it off. */
    @Nullable
    AwaitedReply take() {
        return due.poll();
    }

    int size() {
        return due.size();
    }

    boolean isEmpty() {
        return due.isEmpty();
    }

    /** Forgets all of it. */
    void discard() {
        due.clear();
        if (pending != null) {
            pending.release();
            pending = null;
        }
    }
}
