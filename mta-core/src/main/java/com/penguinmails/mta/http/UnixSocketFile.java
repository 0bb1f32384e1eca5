package com.penguinmails.mta.http;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** The file of a Unix-domain socket: one left behind by a process that died is removed, one that is served is not. */
final class UnixSocketFile {
    private static final String MODE = "rw-rw----";

    private final Path path;

    UnixSocketFile(Path path) {
        this.path = path;
    }

    /**
     * Makes way for a new socket.
     *
     * @throws IOException if another process serves it, or the file is no socket
     */
    void removeStale() throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Object mode = Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        boolean socket = mode instanceof Integer bits && (bits & 0170000) == 0140000;
        if (!socket) {
            throw new IOException(
                    "http.unix_socket: " + path + " is there and is no socket; remove it or name another");
        }
        if (isServed()) {
            throw new IOException("http.unix_socket: another process listens on " + path);
        }
        Files.delete(path);
    }

    private boolean isServed() {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return channel.connect(UnixDomainSocketAddress.of(path));
        } catch (IOException e) {
            return false;
        }
    }

    /** Open to the owner and the group only. */
    void restrict() throws IOException {
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(MODE));
    }
}
