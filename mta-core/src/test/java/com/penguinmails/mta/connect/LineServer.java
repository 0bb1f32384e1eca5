package com.penguinmails.mta.connect;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A server whose every octet a test decides: for what no well-behaved receiver would say. */
final class LineServer implements AutoCloseable {
    private final ServerSocket listener;
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();

    /** What is said on one connection; it is closed at the end. */
    interface Dialogue {
        void run(Peer peer) throws IOException;
    }

    LineServer(Dialogue dialogue) {
        try {
            listener = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        threads.add(Thread.ofVirtual().start(() -> listen(dialogue)));
    }

    private void listen(Dialogue dialogue) {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                connections.incrementAndGet();
                threads.add(Thread.ofVirtual().start(() -> serve(socket, dialogue)));
            } catch (SocketException e) {
                return;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void serve(Socket socket, Dialogue dialogue) {
        try (socket) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(30_000);
            dialogue.run(new Peer(socket));
        } catch (IOException e) {
            // The client has hung up; what it makes of it is for the test to see.
        }
    }

    int port() {
        return listener.getLocalPort();
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        try {
            listener.close();
            for (Socket socket : sockets) {
                socket.close();
            }
            // A script that pauses must not hold up the end of its test.
            threads.forEach(Thread::interrupt);
            for (Thread thread : threads) {
                thread.join(30_000);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The server's end of a connection. */
    static final class Peer {
        private final InputStream in;
        private final OutputStream out;

        Peer(Socket socket) throws IOException {
            this.in = new BufferedInputStream(socket.getInputStream());
            this.out = socket.getOutputStream();
        }

        void say(String lines) throws IOException {
            out.write(lines.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
        }

        /** The next line without its end, or null at the end of the connection. */
        @Nullable
        String hear() throws IOException {
            var line = new ByteArrayOutputStream();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                if (octet == '\n') {
                    return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
                }
                line.write(octet);
            }
            return null;
        }

        /** Reads a line and answers it. */
        void answer(String lines) throws IOException {
            if (hear() == null) {
                throw new SocketException("closed");
            }
            say(lines);
        }

        /** The content with its dots, up to and with the first CRLF . CRLF. */
        byte[] hearContent() throws IOException {
            var content = new ByteArrayOutputStream();
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                content.write(octet);
                String end = content.size() < 5
                        ? "\r\n" + content.toString(StandardCharsets.ISO_8859_1)
                        : new String(content.toByteArray(), content.size() - 5, 5, StandardCharsets.ISO_8859_1);
                if (end.endsWith("\r\n.\r\n")) {
                    break;
                }
            }
            return content.toByteArray();
        }

        /** Reads until the client has hung up. */
        void hearOut() throws IOException {
            long _ = in.transferTo(OutputStream.nullOutputStream());
        }

        /** Greets and answers EHLO. */
        void open(String... keywords) throws IOException {
            say("220 hello\r\n");
            var reply = new StringBuilder();
            for (String keyword : keywords) {
                reply.append("250-").append(keyword).append("\r\n");
            }
            answer("250-name\r\n" + reply + "250 ENHANCEDSTATUSCODES\r\n");
        }
    }
}
