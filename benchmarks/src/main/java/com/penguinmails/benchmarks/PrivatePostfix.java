package com.penguinmails.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The system's Postfix with configuration and queue of its own, on a free port of loopback, beside whatever Postfix the system runs.
 * Its other settings are Postfix's defaults. Needs root, because Postfix changes its user. For one thread.
 */
final class PrivatePostfix implements AutoCloseable {
    private static final Path POSTFIX = Path.of("/usr/sbin/postfix");
    private static final String MAIN = """
            compatibility_level = 3.6
            queue_directory = DIR/spool
            data_directory = DIR/data
            command_directory = /usr/sbin
            daemon_directory = /usr/lib/postfix/sbin
            mail_owner = postfix
            setgid_group = postdrop
            maillog_file = DIR/mail.log
            maillog_file_prefixes = DIR
            myhostname = mx.NAME
            mydestination =
            mynetworks = 127.0.0.0/8
            inet_interfaces = 127.0.0.1
            inet_protocols = ipv4
            alias_maps =
            alias_database =
            local_recipient_maps =
            smtpd_relay_restrictions = permit_mynetworks, reject
            """;
    private static final String MASTER = """
            127.0.0.1:PORT inet n - n - - smtpd
            cleanup unix n - n - 0 cleanup
            qmgr unix n - n 300 1 qmgr
            rewrite unix - - n - - trivial-rewrite
            bounce unix - - n - 0 bounce
            defer unix - - n - 0 bounce
            trace unix - - n - 0 bounce
            proxymap unix - - n - - proxymap
            retry unix - - n - - error
            error unix - - n - - error
            smtp unix - - n - - smtp
            discard unix - - n - - discard
            anvil unix - - n - 1 anvil
            scache unix - - n - 1 scache
            postlog unix-dgram n - n - 1 postlogd
            """;

    private final Path folder;
    private final int port;
    private long logRead;
    private long sent;

    private PrivatePostfix(Path folder, int port) {
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one.
     *
     * @param folder an absolute path that other users can reach; it is made
     * @param settings further lines of {@code main.cf}
     * @throws IOException in words for the operator, if there is no Postfix or it does not start
     */
    static PrivatePostfix start(Path folder, String settings) throws IOException, InterruptedException {
        String obstacle = obstacle();
        if (obstacle != null) {
            throw new IOException(obstacle);
        }
        var postfix = new PrivatePostfix(folder, freePort());
        postfix.writeFiles(settings);
        postfix.control("start");
        return postfix;
    }

    /** What keeps this machine from running one, in words for the operator; null if nothing does. */
    static @Nullable String obstacle() {
        if (!Files.isExecutable(POSTFIX)) {
            return "no Postfix at " + POSTFIX + ": install Debian's package postfix";
        }
        return "root".equals(System.getProperty("user.name")) ? null : "Postfix is started by root only";
    }

    InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** All its processes, of which the master leads the session. */
    ProcessGroup processes() throws IOException {
        return new ProcessGroup(Long.parseLong(Files.readString(folder.resolve("spool/pid/master.pid")).strip()));
    }

    /** How many recipients it has passed on so far, by its own log, of which only what is new is read. */
    long sent() throws IOException {
        Path log = folder.resolve("mail.log");
        if (!Files.exists(log)) {
            return sent;
        }
        try (SeekableByteChannel channel = Files.newByteChannel(log)) {
            var bytes = ByteBuffer.allocate((int) (channel.size() - logRead));
            channel.position(logRead);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                // The next piece follows.
            }
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            int whole = text.lastIndexOf('\n') + 1;
            logRead += whole;
            sent += text.substring(0, whole).lines().filter(line -> line.contains(" status=sent ")).count();
        }
        return sent;
    }

    private void writeFiles(String settings) throws IOException, InterruptedException {
        for (String name : List.of("", "conf", "spool", "data")) {
            Path directory = Files.createDirectories(folder.resolve(name));
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        Path conf = folder.resolve("conf");
        String name = String.valueOf(folder.getFileName()) + ".test";
        Files.writeString(conf.resolve("main.cf"),
                MAIN.replace("DIR", folder.toString()).replace("NAME", name) + settings);
        Files.writeString(conf.resolve("master.cf"), MASTER.replace("PORT", Integer.toString(port)));
        run("chown", "postfix", folder.resolve("data").toString());
    }

    private void control(String command) throws IOException, InterruptedException {
        run(POSTFIX.toString(), "-c", folder.resolve("conf").toString(), command);
    }

    private void run(String... command) throws IOException, InterruptedException {
        Path output = folder.resolve("output");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile()).start();
        if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(String.join(" ", command) + " failed: " + Files.readString(output));
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            control("stop");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
