package com.penguinmails.control.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The one directory of {@code penguin up}: two files that say what differs from the defaults, written once and from then on the
 * operator's, and all data below it.
 */
record UpDirectory(Path path) {
    /** Where each listens. */
    record Ports(int smtp, int api, int admin, int control, int metrics) {
        static final Ports USUAL = new Ports(2525, 8080, 9090, 8081, 9091);
        /** The system gives free ones at each start. */
        static final Ports FREE = new Ports(0, 0, 0, 0, 0);

        /** Five in a row. */
        static Ports from(int first) {
            return new Ports(first, first + 1, first + 2, first + 3, first + 4);
        }
    }

    Path node() {
        return path.resolve("node.toml");
    }

    Path control() {
        return path.resolve("control.toml");
    }

    /** Limits, where the operator has put any there. */
    @Nullable
    Path shaping() {
        Path file = path.resolve("shaping.toml");
        return Files.exists(file) ? file : null;
    }

    boolean isNew() {
        return !Files.exists(node()) && !Files.exists(control());
    }

    /** Writes the files that are not there yet. */
    void prepare(Ports ports) throws IOException {
        Files.createDirectories(path);
        if (!Files.exists(node())) {
            Files.writeString(node(), nodeFile(ports));
        }
        if (!Files.exists(control())) {
            Files.writeString(control(), controlFile(ports));
        }
    }

    private static String nodeFile(Ports ports) {
        return """
                # Written by penguin up; yours from now on. Every key with its default: config/node.toml.
                data_directory = "node"
                [smtp]
                listen = ["127.0.0.1:%d"]
                [http]
                listen = ["127.0.0.1:%d"]
                [admin]
                listen = ["127.0.0.1:%d"]
                """.formatted(ports.smtp(), ports.api(), ports.admin());
    }

    private static String controlFile(Ports ports) {
        return """
                # Written by penguin up; yours from now on. Every key with its default: config/control.toml.
                data_directory = "control"
                [http]
                listen = ["127.0.0.1:%d"]
                [metrics]
                listen = ["127.0.0.1:%d"]
                """.formatted(ports.control(), ports.metrics());
    }
}
