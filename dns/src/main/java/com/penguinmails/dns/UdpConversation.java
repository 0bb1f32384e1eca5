package com.penguinmails.dns;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.util.Optional;

/** A query over UDP (RFC 1035, section 4.2.1). Packets that are no reply to it are passed over. */
final class UdpConversation implements Conversation {
    /** How many packets are read at one go, so that a flood on one socket does not starve the others. */
    private static final int PACKETS_AT_ONCE = 16;

    private final DatagramChannel channel;
    private final QueryMessage query;
    private final InetSocketAddress server;
    private final ByteBuffer buffer;
    private final Counters counters;

    /**
     * A query that is not yet sent.
     *
     * @param buffer for replies, shared by all conversations of the thread
     */
    UdpConversation(DatagramChannel channel, QueryMessage query, InetSocketAddress server, ByteBuffer buffer,
            Counters counters) {
        this.channel = channel;
        this.query = query;
        this.server = server;
        this.buffer = buffer;
        this.counters = counters;
    }

    @Override
    public void start(SelectionKey key) throws IOException {
        channel.connect(server);
        if (channel.write(ByteBuffer.wrap(query.wire())) == 0) {
            throw new IOException("the socket takes no packet");
        }
        key.interestOps(SelectionKey.OP_READ);
    }

    @Override
    public Optional<Reply> proceed(SelectionKey key) throws IOException {
        for (int i = 0; i < PACKETS_AT_ONCE; i++) {
            buffer.clear();
            // An empty packet reads as 0 octets too; the selector comes back for what is behind it.
            if (channel.read(buffer) <= 0) {
                return Optional.empty();
            }
            byte[] packet = new byte[buffer.flip().remaining()];
            buffer.get(packet);
            Optional<Reply> reply = query.match(packet);
            if (reply.isPresent()) {
                return reply;
            }
            counters.strayPackets.increment();
        }
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
