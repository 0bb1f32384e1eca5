package com.penguinmails.benchmarks;

import com.penguinmails.mta.time.Clock;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A receiver on loopback that takes everything and notes, by its own clock, when each recipient was named to it. A thread for each
 * connection. Thread-safe.
 */
final class ArrivalSink implements AutoCloseable {
    private final ServerSocket server;
    private final Clock clock;
    private final Map<String, List<Long>> arrivals = new ConcurrentHashMap<>();

    private ArrivalSink(ServerSocket server, Clock clock) {
        this.server = server;
        this.clock = clock;
    }

    /** Listens on a port that is free. */
    static ArrivalSink start(Clock clock) throws IOException {
        ArrivalSink sink = new ArrivalSink(new ServerSocket(0, 512, InetAddress.getLoopbackAddress()), clock);
        var _ = Thread.ofVirtual().start(sink::accept);
        return sink;
    }

    int port() {
        return server.getLocalPort();
    }

    /** When recipients of the domain came, in order. */
    List<Long> arrivals(String domain) {
        List<Long> times = arrivals.getOrDefault(domain, List.of());
        synchronized (times) {
            return times.stream().sorted().toList();
        }
    }

    /** How many recipients of the domain came. */
    int count(String domain) {
        List<Long> times = arrivals.getOrDefault(domain, List.of());
        synchronized (times) {
            return times.size();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket socket = server.accept();
                var _ = Thread.ofVirtual().start(() -> serve(socket));
            } catch (IOException _) {
                return;
            }
        }
    }

    private void serve(Socket socket) {
        try (socket;
                var in = new BufferedReader(
                        new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
                var out = new BufferedWriter(
                        new OutputStreamWriter(socket.getOutputStream(), StandardCharsets.ISO_8859_1))) {
            socket.setTcpNoDelay(true);
            say(out, "220 sink.test ESMTP");
            out.flush();
            for (String line = in.readLine(); line != null && answer(line, in, out); line = in.readLine()) {
                if (!in.ready()) {
                    out.flush();
                }
            }
            out.flush();
        } catch (IOException _) {
            // The other side went away, or the benchmark is over.
        }
    }

    private boolean answer(String line, BufferedReader in, Writer out) throws IOException {
        String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase(Locale.ROOT);
        switch (verb) {
            case "EHLO" -> {
                say(out, "250-sink.test");
                say(out, "250-PIPELINING");
                say(out, "250 8BITMIME");
            }
            case "RCPT" -> {
                note(line);
                say(out, "250 2.1.5 OK");
            }
            case "DATA" -> {
                say(out, "354 go on");
                out.flush();
                skipContent(in);
                say(out, "250 2.0.0 OK");
            }
            case "QUIT" -> {
                say(out, "221 2.0.0 bye");
                return false;
            }
            default -> say(out, "250 2.0.0 OK");
        }
        return true;
    }

    private static void skipContent(BufferedReader in) throws IOException {
        String content = in.readLine();
        while (content != null && !content.equals(".")) {
            content = in.readLine();
        }
    }

    private void note(String line) {
        long now = clock.nanoTime();
        String domain = line.substring(line.indexOf('@') + 1, line.indexOf('>'));
        List<Long> times = arrivals.computeIfAbsent(domain, _ -> new ArrayList<>());
        synchronized (times) {
            times.add(now);
        }
    }

    private static void say(Writer out, String line) throws IOException {
        out.write(line);
        out.write("\r\n");
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
