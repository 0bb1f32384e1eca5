package com.penguinmails.system.interop;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Another program; runs to its end, within a bound. */
final class Peer {
    static final String PYTHON = "/usr/bin/python3";
    private static final int LIMIT_SECONDS = 60;

    private Peer() {}

    /** Skips the test if the command does not end well, or fails it with {@code -Dpeers.required=true}. */
    static void require(String name, String... command) throws InterruptedException {
        requireThat(endsWell(command), name + " is not installed");
    }

    /** Skips the test with these words unless the condition holds, or fails it with {@code -Dpeers.required=true}. */
    static void requireThat(boolean condition, String otherwise) {
        if (!condition && Boolean.getBoolean("peers.required")) {
            throw new AssertionError(otherwise + ", but -Dpeers.required=true");
        }
        Assumptions.assumeTrue(condition, otherwise);
    }

    /** What the program wrote to standard output; its errors stand in {@code folder}. */
    static String run(Path folder, String... command) throws IOException, InterruptedException {
        return run(folder, new ProcessBuilder(command));
    }

    static String run(Path folder, ProcessBuilder builder) throws IOException, InterruptedException {
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        Process process = builder.redirectError(errors.toFile()).start();
        process.getOutputStream().close();
        try (InputStream output = process.getInputStream()) {
            var written = new String(output.readAllBytes(), StandardCharsets.ISO_8859_1);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new AssertionError(builder.command() + ":\n" + written + Files.readString(errors));
            }
            return written;
        } finally {
            process.destroyForcibly();
        }
    }

    /** A script that stands beside these tests. */
    static String script(String name) {
        URL resource = Objects.requireNonNull(Peer.class.getResource("/interop/" + name), name);
        try {
            return Path.of(resource.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }

    static Path projectRoot() {
        return Path.of(System.getProperty("project.root", ".."));
    }

    static boolean endsWell(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException _) {
            return false;
        }
    }
}
