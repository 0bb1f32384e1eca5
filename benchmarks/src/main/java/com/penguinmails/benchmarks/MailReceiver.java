package com.penguinmails.benchmarks;

import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.Keep;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes mail on loopback and forgets it: Postfix's {@code smtp-sink} where it is installed, which costs the machine least, else a
 * receiver in this JVM.
 */
final class MailReceiver implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final int LOOKS = 100;
    private static final long LOOK_MILLIS = 20;
    private static final long END_SECONDS = 5;

    private final String description;
    private final int port;
    private final Runnable end;

    private MailReceiver(String description, int port, Runnable end) {
        this.description = description;
        this.port = port;
        this.end = end;
    }

    static MailReceiver start() throws IOException {
        int port = freePort();
        Process sink = startSink(port);
        return sink != null && listens(sink, port)
                ? new MailReceiver("Postfix's smtp-sink", port, () -> stop(sink))
                : inThisJvm();
    }

    String description() {
        return description;
    }

    int port() {
        return port;
    }

    private static MailReceiver inThisJvm() {
        ScriptedReceiver receiver = ScriptedReceiver.builder().keep(new Keep.Counts())
                .countDeliveries(DeliveryCounts.none()).start();
        return new MailReceiver("a receiver in the JVM of the generator", receiver.port(), receiver::close);
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** Null where it is not installed; it refuses to run as root unless it is told so. */
    private static @Nullable Process startSink(int port) {
        List<String> command = new ArrayList<>(List.of("smtp-sink"));
        if (System.getProperty("user.name", "").equals("root")) {
            command.addAll(List.of("-u", "root"));
        }
        command.addAll(List.of("127.0.0.1:" + port, Integer.toString(BACKLOG)));
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException _) {
            return null;
        }
    }

    private static boolean listens(Process sink, int port) {
        try {
            for (int i = 0; i < LOOKS && sink.isAlive(); i++) {
                if (connects(port)) {
                    return true;
                }
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        stop(sink);
        return false;
    }

    private static boolean connects(int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private static void stop(Process sink) {
        sink.destroy();
        sink.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).exceptionally(_ -> sink.destroyForcibly()).join();
    }

    @Override
    public void close() {
        end.run();
    }
}
