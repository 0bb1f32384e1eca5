package com.penguinmails.dns;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** A UDP server that answers each query with whatever packets a test wants. */
final class RawServer implements AutoCloseable {
    /** The source ports and messages of all queries so far. */
    final List<Integer> ports = new CopyOnWriteArrayList<>();
    final List<Message> queries = new CopyOnWriteArrayList<>();
    private final DatagramSocket socket;
    private final Function<Message, List<byte[]>> answer;

    RawServer(Function<Message, List<byte[]>> answer) {
        this.answer = answer;
        try {
            socket = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::serve);
    }

    List<InetSocketAddress> addresses() {
        return List.of((InetSocketAddress) socket.getLocalSocketAddress());
    }

    /** A well-formed reply with these records as its answer. */
    static Message reply(Message query, Record... records) {
        Message reply = new Message(query.getHeader().getID());
        reply.getHeader().setFlag(Flags.QR);
        reply.getHeader().setFlag(Flags.RA);
        reply.addRecord(query.getQuestion(), Section.QUESTION);
        for (Record record : records) {
            reply.addRecord(record, Section.ANSWER);
        }
        return reply;
    }

    @Override
    public void close() {
        socket.close();
    }

    private void serve() {
        byte[] buffer = new byte[4096];
        while (!socket.isClosed()) {
            try {
                DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
                socket.receive(packet);
                Message query = new Message(Arrays.copyOf(buffer, packet.getLength()));
                ports.add(packet.getPort());
                queries.add(query);
                for (byte[] reply : answer.apply(query)) {
                    socket.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
                }
            } catch (IOException e) {
                // Closed, which ends the loop, or a client that has gone.
            }
        }
    }
}
