package com.penguinmails.mta.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads a message for a command, with the line ends that mail has on the wire. Stateless. */
public final class MessageInput {
    /** The largest message, in octets. */
    public static final int MAX_OCTETS = 100 * 1024 * 1024;

    private MessageInput() {}

    /**
     * The octets of a file, or of {@code standardInput} if the file is null or {@code -}; each LF that no CR stands before
     * becomes CRLF, since files on this kind of system are kept so.
     *
     * @throws IllegalArgumentException if it is longer than {@link #MAX_OCTETS}
     */
    public static byte[] read(@Nullable Path file, InputStream standardInput) throws IOException {
        if (file == null || file.toString().equals("-")) {
            return bounded(standardInput);
        }
        try (InputStream in = Files.newInputStream(file)) {
            return bounded(in);
        }
    }

    private static byte[] bounded(InputStream in) throws IOException {
        byte[] octets = in.readNBytes(MAX_OCTETS + 1);
        if (octets.length > MAX_OCTETS) {
            throw new IllegalArgumentException("message: longer than " + MAX_OCTETS + " octets; give a shorter one");
        }
        return withCrlf(octets);
    }

    private static byte[] withCrlf(byte[] octets) {
        var out = new ByteArrayOutputStream(octets.length + octets.length / 32);
        int from = 0;
        for (int at = 0; at < octets.length; at++) {
            if (octets[at] == '\n' && (at == 0 || octets[at - 1] != '\r')) {
                out.write(octets, from, at - from);
                out.write('\r');
                from = at;
            }
        }
        out.write(octets, from, octets.length - from);
        return out.toByteArray();
    }
}
