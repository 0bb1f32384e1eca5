package com.penguinmails.benchmarks;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A Postfix that relays all it takes to one receiver, to compare with. For one thread. */
final class PostfixServer implements MeasuredServer {
    private static final String RELAYING = """
            relayhost = [127.0.0.1]:PORT
            smtp_tls_security_level = none
            """;

    private final PrivatePostfix postfix;

    private PostfixServer(PrivatePostfix postfix) {
        this.postfix = postfix;
    }

    /**
     * Starts one, unless this machine has none or does not let us.
     *
     * @param directory in which it makes a folder of its own
     * @param receiverPort where it relays to, on loopback
     */
    static Optional<PostfixServer> start(Path directory, int receiverPort) throws IOException, InterruptedException {
        if (PrivatePostfix.obstacle() != null) {
            return Optional.empty();
        }
        // Postfix works as a user of its own.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Optional.of(new PostfixServer(PrivatePostfix.start(
                Files.createDirectories(directory.resolve("postfix")),
                RELAYING.replace("PORT", Integer.toString(receiverPort)))));
    }

    /** A sentence for a report: that it was compared, or why not. */
    static String note() {
        @Nullable
        String obstacle = PrivatePostfix.obstacle();
        return obstacle == null
                ? "Postfix has its default settings, but relays without TLS; its CPU is that of all its processes."
                : "Not compared with Postfix: " + obstacle + ".";
    }

    @Override
    public InetSocketAddress smtp() {
        return postfix.address();
    }

    @Override
    public NodeUsage usage() throws IOException {
        return new NodeUsage(postfix.processes().cpuNanos(), 0, 0, postfix.sent(), 0);
    }

    @Override
    public void close() throws IOException {
        postfix.close();
    }
}
