package com.penguinmails.benchmarks;

import com.penguinmails.mta.config.ByteSize;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The body of a job, as {@code POST /v1/jobs} takes it.
 *
 * @param tenant whose it is
 * @param recipients rows, each with a variable of its own
 * @param domain of the recipients, where {@code {d}} stands for the row's number modulo {@link #domains}
 * @param size of a mail when it is rendered, about
 */
record JobFile(String tenant, int recipients, String domain, int domains, ByteSize size) {
    private static final int HEADER = 400;
    private static final String LINE = "Penguins leave the shore in great numbers and come back one by one, fed.\\n";

    /** Writes it, to be sent at once. */
    Path write(Path file) throws IOException {
        return write(file, "");
    }

    /** Writes it, to be sent at that instant. */
    Path write(Path file, Instant sendAt) throws IOException {
        return write(file, "\"send_at\":\"" + sendAt + "\",");
    }

    private Path write(Path file, String fields) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(head(fields));
            for (int i = 0; i < recipients; i++) {
                out.write("{\"to\":\"user" + i + "@" + domain.replace("{d}", Integer.toString(i % domains))
                        + "\",\"variables\":{\"name\":\"Reader " + i + "\"}}\n");
            }
        }
        return file;
    }

    private String head(String fields) {
        int lines = (int) Math.max(1, (size.bytes() - HEADER) / (LINE.length() - 1));
        return "{\"tenant\":\"" + tenant + "\"," + fields + "\"template\":{\"from\":\"Bench <bench@"
                + RelaySetup.SENDER_DOMAIN
                + ">\",\"subject\":\"Hello {{ name }}\",\"text\":\"Dear {{ name }},\\n" + LINE.repeat(lines) + "\"}}\n";
    }
}
