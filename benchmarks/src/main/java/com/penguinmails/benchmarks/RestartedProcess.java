package com.penguinmails.benchmarks;

import com.penguinmails.mta.time.Clock;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A {@link RestartedNode} from the outside. For one thread. */
final class RestartedProcess implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 5;

    private final Clock clock;
    private final long begin;
    private final Process process;
    private final BufferedReader output;

    RestartedProcess(Clock clock, Path data, String heap, String whileRecovering, int receiverPort)
            throws IOException {
        this.clock = clock;
        Path file = Files.writeString(data.resolve("node.toml"), configuration(data, whileRecovering, receiverPort));
        List<String> command = command(heap, file);
        begin = clock.nanoTime();
        process = new ProcessBuilder(command).redirectError(data.resolve("log").toFile()).start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    private static String configuration(Path data, String whileRecovering, int receiverPort) {
        return """
                data_directory = "%s"
                [smtp]
                listen = ["127.0.0.1:0"]
                [http]
                listen = ["127.0.0.1:0"]
                [admin]
                listen = ["127.0.0.1:0"]
                [queue]
                while_recovering = "%s"
                [[routes]]
                domain = "*.bench.test"
                hosts = ["127.0.0.1:%d"]
                """.formatted(data, whileRecovering, receiverPort);
    }

    /** The flags of this JVM but its heap: a node is run with the same. */
    private static List<String> command(String heap, Path file) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xm") && !flag.startsWith("-agent")).forEach(command::add);
        command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path", ""),
                RestartedNode.class.getName(), file.toString()));
        return command;
    }

    Restart measure(ScriptedReceiver receiver, double build, Consumer<String> progress)
            throws IOException, InterruptedException {
        progress.accept("restarting");
        double up = 0;
        double recovered = 0;
        double first = 0;
        while (up == 0 || recovered == 0 || first == 0) {
            String line = output.ready() ? output.readLine() : "";
            up = line.equals("up") ? seconds() : up;
            recovered = line.equals("recovered") ? seconds() : recovered;
            first = first == 0 && receiver.stats().messages() > 0 ? seconds() : first;
            if (!process.isAlive() || seconds() > LONGEST.toSeconds()) {
                throw new IOException("the node did not start: " + process);
            }
            Thread.sleep(LOOK_MILLIS);
        }
        String[] memory = memory();
        return new Restart(up, recovered, first, Long.parseLong(memory[1]), Long.parseLong(memory[2]),
                Long.parseLong(memory[3]), Long.parseLong(memory[4]), build);
    }

    private String[] memory() throws IOException {
        OutputStream input = process.getOutputStream();
        input.write('\n');
        input.flush();
        return expect("memory").split(" ");
    }

    /** The next line of output; waits for it. */
    private String expect(String word) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word)) {
                return line;
            }
        }
        throw new IOException("the node ended before it said \"" + word + "\"");
    }

    private double seconds() {
        return (clock.nanoTime() - begin) / 1e9;
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).exceptionally(_ -> process.destroyForcibly())
                .join();
    }
}
