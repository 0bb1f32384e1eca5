package com.penguinmails.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the flags and classes of this one, which answers lines of input with lines of output. For one thread. */
final class ChildJvm implements AutoCloseable {
    private static final long END_SECONDS = 30;

    private final Process process;
    private final BufferedReader output;

    /**
     * Starts it.
     *
     * @param flags such as the size of its heap; they come behind those of this JVM, whose heap and agents it has not
     * @param errors the file for what it logs
     */
    ChildJvm(Class<?> main, List<String> flags, List<String> arguments, Path errors) throws IOException {
        process = new ProcessBuilder(command(main, flags, arguments)).redirectError(errors.toFile()).start();
        output = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The command line for one: that of this JVM but for its heap, its agents and what it runs. */
    static List<String> command(Class<?> main, List<String> flags, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xm") && !flag.startsWith("-agent")).forEach(command::add);
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path", ""), main.getName()));
        command.addAll(arguments);
        return command;
    }

    /** Asks for a line. */
    String ask(String word) throws IOException {
        OutputStream input = process.getOutputStream();
        input.write('\n');
        input.flush();
        return expect(word);
    }

    /** The next line of output that begins with a word; waits for it. */
    String expect(String word) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(word)) {
                return line;
            }
        }
        throw new IOException("the process ended before it said \"" + word + "\"");
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().orTimeout(END_SECONDS, TimeUnit.SECONDS).exceptionally(_ -> process.destroyForcibly()).join();
    }
}
