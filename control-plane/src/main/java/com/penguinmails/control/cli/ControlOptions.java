package com.penguinmails.control.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the control plane is, and a key for it, which never stands on the command line. */
final class ControlOptions {
    @Option(names = "--control", paramLabel = "URL", defaultValue = "${env:PENGUIN_CONTROL_URL:-http://127.0.0.1:8081}", description = "The control plane's API. Default: ${DEFAULT-VALUE}.")
    private String control = "";

    @Option(names = "--key-file", paramLabel = "FILE", description = "Holds an API key. Default: the environment variable PENGUIN_CONTROL_KEY.")
    private @Nullable Path keyFile;

    /** @throws IOException if the key's file cannot be read */
    ControlClient open() throws IOException {
        String key = keyFile == null ? System.getenv("PENGUIN_CONTROL_KEY") : Files.readString(keyFile).strip();
        if (key == null || key.isEmpty()) {
            throw new IOException("a key is needed: --key-file FILE, or PENGUIN_CONTROL_KEY in the environment");
        }
        return new ControlClient(control, key);
    }
}
