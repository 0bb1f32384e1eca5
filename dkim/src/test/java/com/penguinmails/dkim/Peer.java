package com.penguinmails.dkim;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/** Another program that signs or verifies; runs to its end, within a bound. */
final class Peer {

    private Peer() {}

    /** Skips the test if the command does not end well, or fails it with {@code -Dpeers.required=true}. */
    static void require(String name, String... command) {
        boolean there;
        try {
            there = new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException _) {
            there = false;
        } catch (InterruptedException cause) {
            throw new AssertionError(cause);
        }
        if (!there && Boolean.getBoolean("peers.required")) {
            throw new AssertionError(name + " is not installed, but -Dpeers.required=true");
        }
        Assumptions.assumeTrue(there, name + " is not installed");
    }

    /** What the program wrote to standard output. */
    static byte[] run(Path folder, List<String> command) {
        Path errors = folder.resolve("errors");
        try {
            Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
            process.getOutputStream().close();
            try (InputStream output = process.getInputStream()) {
                byte[] written = output.readAllBytes();
                if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    process.destroyForcibly();
                    throw new AssertionError(command + ": " + Files.readString(errors));
                }
                return written;
            }
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        } catch (InterruptedException cause) {
            throw new AssertionError(cause);
        }
    }

    static String script(String name) {
        URL resource = Objects.requireNonNull(Peer.class.getResource("/peers/" + name));
        try {
            return Path.of(resource.toURI()).toString();
        } catch (URISyntaxException cause) {
            throw new AssertionError(cause);
        }
    }
}
