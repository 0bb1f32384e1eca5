package com.penguinmails.mta.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Reads bodies within bounds of size and time. A client that sends nothing for too long has its thread interrupted, which closes
 * its connection: sockets on virtual threads know no time-out of their own. Thread-safe.
 */
public final class BodyReader {
    private static final int CHUNK = 16 * 1024;

    private final long maxOctets;
    private final Duration idle;
    private final ScheduledExecutorService timer;

    /**
     * @param maxOctets of a body that is read as a whole
     * @param idle after which a silent client is given up
     */
    public BodyReader(long maxOctets, Duration idle, ScheduledExecutorService timer) {
        this.maxOctets = maxOctets;
        this.idle = idle;
        this.timer = timer;
    }

    /** The whole body; 413 as soon as it is known to be too large, 503 when all bodies together take too much. */
    public byte[] readAll(HttpRequest request, long maxHere) {
        long max = Math.min(maxOctets, maxHere);
        if (request.contentLength() > max) {
            throw Problem.tooLarge(max).toException();
        }
        long announced = Math.max(request.contentLength(), 0);
        request.lease().take(announced);
        try (InputStream body = open(request)) {
            var out = new ByteArrayOutputStream(Math.clamp(request.contentLength(), 1024, 1 << 20));
            var chunk = new byte[CHUNK];
            for (int length = body.read(chunk); length >= 0; length = body.read(chunk)) {
                if (out.size() + (long) length > max) {
                    throw Problem.tooLarge(max).toException();
                }
                if (announced == 0) {
                    request.lease().take(length);
                }
                out.write(chunk, 0, length);
            }
            return out.toByteArray();
        } catch (IOException e) {
            throw cut().toException();
        }
    }

    /** The body as a stream; reading throws {@link IOException} when it is cut or too slow. */
    public InputStream open(HttpRequest request) {
        return new WatchedStream(request.body());
    }

    public static Problem cut() {
        return Problem.badRequest("body_cut", "the body ended before its announced end, or came too slowly").closing();
    }

    /** Gives the thread that reads up when nothing came for too long. For one thread. */
    private final class WatchedStream extends InputStream {
        private final InputStream body;
        private final Thread reader = Thread.currentThread();

        WatchedStream(InputStream body) {
            this.body = body;
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            ScheduledFuture<?> watch = timer.schedule(reader::interrupt, idle.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return body.read(target, offset, length);
            } catch (RuntimeException e) {
                // Helidon tells of a connection that ended, or was closed by an interrupt, by exceptions of its own.
                throw new IOException("the body was cut", e);
            } finally {
                if (!watch.cancel(false)) {
                    var _ = Thread.interrupted();
                }
            }
        }
    }
}
