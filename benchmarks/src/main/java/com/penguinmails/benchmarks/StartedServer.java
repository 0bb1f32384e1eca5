package com.penguinmails.benchmarks;

import com.penguinmails.mta.time.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** A mail server from its start to where it stands idle. For one thread. */
interface StartedServer extends AutoCloseable {
    long LOOK_MILLIS = 2;
    int TIMEOUT_MILLIS = 5_000;
    Duration LONGEST = Duration.ofMinutes(1);

    /** Where it takes mail by SMTP. */
    InetSocketAddress smtp();

    /** Whether it may still come up. */
    boolean isAlive();

    /** Octets of memory that its processes have resident. */
    long residentBytes() throws IOException;

    @Override
    void close() throws IOException;

    /** Starts one. */
    interface Starter {
        StartedServer start(Path directory) throws IOException, InterruptedException;
    }

    /**
     * Waits until it greets a client (RFC 5321 §3.1).
     *
     * @return seconds since {@code begin}
     * @throws IOException if it ends, or greets nobody for a minute
     */
    default double awaitGreeting(Clock clock, long begin) throws IOException, InterruptedException {
        while (!greets()) {
            if (!isAlive() || clock.nanoTime() - begin > LONGEST.toNanos()) {
                throw new IOException("the server greeted nobody at " + smtp());
            }
            Thread.sleep(LOOK_MILLIS);
        }
        return (clock.nanoTime() - begin) / 1e9;
    }

    private boolean greets() {
        try (var socket = new Socket()) {
            socket.connect(smtp(), TIMEOUT_MILLIS);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            return new String(socket.getInputStream().readNBytes(3), StandardCharsets.US_ASCII).equals("220");
        } catch (IOException _) {
            return false;
        }
    }
}
