package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.Penguin;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A node started as its users do, by {@code penguin node}, with an empty spool and every listener open. */
final class StartedNode implements StartedServer {
    private static final long END_SECONDS = 30;

    private final Process process;
    private final InetSocketAddress smtp;

    private StartedNode(Process process, InetSocketAddress smtp) {
        this.process = process;
        this.smtp = smtp;
    }

    /** @param directory an empty one */
    static StartedNode start(Path directory) throws IOException {
        int port;
        try (var probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = probe.getLocalPort();
        }
        Path file = Files.writeString(directory.resolve("node.toml"), """
                name = "mta.bench.test"
                data_directory = "data"
                [smtp]
                listen = ["127.0.0.1:%d"]
                [http]
                listen = ["127.0.0.1:0"]
                [admin]
                listen = ["127.0.0.1:0"]
                """.formatted(port));
        var builder = new ProcessBuilder(command(file)).redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile());
        builder.environment().put("PENGUIN_NO_BUILD", "1");
        return new StartedNode(builder.start(), new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    }

    /** The launcher of the checkout that this JVM runs from; null if it runs from somewhere else. */
    static @Nullable Path launcher() {
        Path home = Path.of(System.getProperty("penguin.home", ".")).toAbsolutePath().normalize();
        boolean ours = System.getProperty("java.class.path", "").contains(home.resolve("benchmarks/target/classes")
                .toString());
        return ours ? home.resolve("bin/penguin") : null;
    }

    private static List<String> command(Path file) {
        Path launcher = launcher();
        List<String> words = List.of("node", "--config", file.toString());
        if (launcher == null) {
            return ChildJvm.command(Penguin.class, List.of(), words);
        }
        return List.of(launcher.toString(), words.get(0), words.get(1), words.get(2));
    }

    @Override
    public InetSocketAddress smtp() {
        return smtp;
    }

    @Override
    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public long residentBytes() throws IOException {
        return ProcessGroup.kibibytes(Path.of("/proc/" + process.pid() + "/status"), "VmRSS:");
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).exceptionally(_ -> process.destroyForcibly()).join();
    }
}
