package com.penguinmails.dkim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/** The public test data beside the checkout. */
final class Corpora {

    private Corpora() {}

    /** A file of the folder {@code dkim} as text, one character for each octet; skips the test if there is no data. */
    static String read(String name) {
        Path folder = Path.of(System.getProperty("corpora.dir", "../../shared/corpora"));
        boolean required = Boolean.getBoolean("corpora.required");
        Assumptions.assumeTrue(required || Files.isDirectory(folder),
                () -> "no test data at " + folder.toAbsolutePath() + "; set -Dcorpora.dir");
        try {
            return Files.readString(folder.resolve("dkim").resolve(name), StandardCharsets.ISO_8859_1);
        } catch (IOException cause) {
            throw new UncheckedIOException(cause);
        }
    }

    /** A message file with the line ends that mail has on the wire. */
    static byte[] message(String name) {
        return toMessage(read(name));
    }

    static byte[] toMessage(String text) {
        return text.replace("\r\n", "\n").replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
