package com.penguinmails.testkit.dns;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A DNS server over UDP and TCP that answers from a {@link ZoneData} (RFC 1034, 1035, 2308, 4592, 6891).
 *
 * <p>It answers as one server that knows everything: authoritative, with recursion available. Responses over the
 * client's UDP size (512 octets without EDNS, at most 1,232 with) are cut and marked TC. {@link #faults} makes it
 * misbehave and {@link #queries} says what was asked. Thread-safe; {@link #close} ends all its threads' work and frees
 * the port.
 */
public final class ZoneServer implements AutoCloseable {
    private static final int UDP_QUERY_MAX = 4096;
    private static final int BIND_ATTEMPTS = 20;
    private static final int TCP_BACKLOG = 128;
    private static final int TCP_IDLE_MILLIS = 30_000;

    private final ZoneData zones;
    private final DnsFaults faults = new DnsFaults();
    private final QueryCounts queries = new QueryCounts();
    private final Responder responder;
    private final DatagramSocket udp;
    private final ServerSocket tcp;
    private final Set<Socket> connections = ConcurrentHashMap.newKeySet();

    private ZoneServer(ZoneData zones, DatagramSocket udp, ServerSocket tcp) {
        this.zones = zones;
        this.udp = udp;
        this.tcp = tcp;
        this.responder = new Responder(zones, faults, queries);
    }

    /** Starts on a free port of 127.0.0.1. */
    public static ZoneServer start(ZoneData zones) {
        return start(zones, new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
    }

    /**
     * Starts on an address; port 0 takes one that is free for both UDP and TCP.
     *
     * @throws UncheckedIOException if the address is taken
     */
    public static ZoneServer start(ZoneData zones, InetSocketAddress address) {
        ZoneServer server = bind(zones, address);
        Thread.ofVirtual().name("zone-server-udp").start(server::serveUdp);
        Thread.ofVirtual().name("zone-server-tcp").start(server::acceptTcp);
        return server;
    }

    /** Where it listens, for both protocols. */
    public InetSocketAddress address() {
        return new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
    }

    /** The records, to be changed at will. */
    public ZoneData zones() {
        return zones;
    }

    /** The faults, to be switched at will. */
    public DnsFaults faults() {
        return faults;
    }

    /** What was asked so far. */
    public QueryCounts queries() {
        return queries;
    }

    /**
     * Whether answers carry the AD bit, as from a validating resolver (RFC 4035 section 3.2.3); at first they do not.
     */
    public void setAuthenticated(boolean authenticated) {
        responder.setAuthenticated(authenticated);
    }

    @Override
    public void close() {
        udp.close();
        closeQuietly(tcp);
        connections.forEach(ZoneServer::closeQuietly);
    }

    private static ZoneServer bind(ZoneData zones, InetSocketAddress address) {
        for (int attempt = 1;; attempt++) {
            try {
                return bindOnce(zones, address);
            } catch (IOException e) {
                // A port that was free for UDP may be taken for TCP: with port 0 another one is as good.
                if (address.getPort() != 0 || !(e instanceof BindException) || attempt == BIND_ATTEMPTS) {
                    throw new UncheckedIOException("cannot listen on " + address, e);
                }
            }
        }
    }

    private static ZoneServer bindOnce(ZoneData zones, InetSocketAddress address) throws IOException {
        DatagramSocket udp = new DatagramSocket(address);
        try {
            return new ZoneServer(zones, udp, new ServerSocket(udp.getLocalPort(), TCP_BACKLOG, address.getAddress()));
        } catch (IOException e) {
            udp.close();
            throw e;
        }
    }

    private void serveUdp() {
        byte[] buffer = new byte[UDP_QUERY_MAX];
        while (!udp.isClosed()) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                udp.receive(packet);
            } catch (IOException e) {
                continue;
            }
            byte[] query = Arrays.copyOf(buffer, packet.getLength());
            Response response = responder.respond(query, false);
            if (response != null) {
                later(response.delay(), () -> sendUdp(response.wire(), packet.getSocketAddress()));
            }
        }
    }

    private void sendUdp(byte[] wire, SocketAddress client) {
        try {
            udp.send(new DatagramPacket(wire, wire.length, client));
        } catch (IOException e) {
            // The client went away or the server is closing: a lost datagram either way.
        }
    }

    private void acceptTcp() {
        while (!tcp.isClosed()) {
            try {
                Socket connection = tcp.accept();
                connections.add(connection);
                Thread.ofVirtual().name("zone-server-connection").start(() -> serveTcp(connection));
            } catch (IOException e) {
                // Closed, which ends the loop, or a client that left before it was accepted.
            }
        }
    }

    private void serveTcp(Socket connection) {
        try (connection) {
            connection.setSoTimeout(TCP_IDLE_MILLIS);
            DataInputStream in = new DataInputStream(connection.getInputStream());
            DataOutputStream out = new DataOutputStream(new BufferedOutputStream(connection.getOutputStream()));
            for (byte[] query = readTcp(in); query != null; query = readTcp(in)) {
                Response response = responder.respond(query, true);
                if (response == null) {
                    return;
                }
                Thread.sleep(response.delay());
                out.writeShort(response.wire().length);
                out.write(response.wire());
                out.flush();
            }
        } catch (IOException e) {
            // The client's end of the connection; it sees the same.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            connections.remove(connection);
        }
    }

    private static byte @Nullable [] readTcp(DataInputStream in) throws IOException {
        int first = in.read();
        if (first < 0) {
            return null;
        }
        int length = first << 8 | in.readUnsignedByte();
        byte[] query = ((InputStream) in).readNBytes(length);
        return query.length == length ? query : null;
    }

    private static void later(Duration delay, Runnable action) {
        if (delay.isZero()) {
            action.run();
        } else {
            Thread.ofVirtual().start(() -> {
                try {
                    Thread.sleep(delay);
                    action.run();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    private static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception e) {
            // Nothing is left to free.
        }
    }
}
