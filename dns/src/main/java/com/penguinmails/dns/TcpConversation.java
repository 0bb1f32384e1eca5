package com.penguinmails.dns;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * A query over TCP (RFC 7766): each message behind its length in two octets.
 *
 * <p>States: connecting, sending, receiving the length, receiving the message; never back. Whatever comes that is no reply
 * to the query ends it as malformed.
 */
final class TcpConversation implements Conversation {
    private static final int LENGTH_OCTETS = 2;

    private final SocketChannel channel;
    private final QueryMessage query;
    private final InetSocketAddress server;
    private final ByteBuffer outgoing;
    private ByteBuffer incoming = ByteBuffer.allocate(LENGTH_OCTETS);
    private boolean lengthKnown;

    /** A query that is not yet sent. */
    TcpConversation(SocketChannel channel, QueryMessage query, InetSocketAddress server) {
        this.channel = channel;
        this.query = query;
        this.server = server;
        byte[] wire = query.wire();
        this.outgoing = ByteBuffer.allocate(LENGTH_OCTETS + wire.length).putShort((short) wire.length).put(wire).flip();
    }

    @Override
    public void start(SelectionKey key) throws IOException {
        boolean connected = channel.connect(server);
        key.interestOps(connected ? SelectionKey.OP_WRITE : SelectionKey.OP_CONNECT);
    }

    @Override
    public Optional<Reply> proceed(SelectionKey key) throws IOException {
        if (!channel.finishConnect()) {
            return Optional.empty();
        }
        if (!outgoing.hasRemaining()) {
            return receive();
        }
        boolean waits = channel.write(outgoing) == 0 || outgoing.hasRemaining();
        key.interestOps(waits ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
        return Optional.empty();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private Optional<Reply> receive() throws IOException {
        if (channel.read(incoming) < 0) {
            throw new EOFException("it closed the connection before the reply was whole");
        }
        if (incoming.hasRemaining()) {
            return Optional.empty();
        }
        if (lengthKnown) {
            return Optional.of(query.match(incoming.array()).orElseGet(Reply.Malformed::new));
        }
        lengthKnown = true;
        incoming = ByteBuffer.allocate(incoming.flip().getShort() & 0xffff);
        return receive();
    }
}
