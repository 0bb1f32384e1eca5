package com.penguinmails.benchmarks;

import com.penguinmails.mta.config.ByteSize;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

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

    /** Writes it. */
    Path write(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(head());
            for (int i = 0; i < recipients; i++) {
                out.write("{\"to\":\"user" + i + "@" + domain.replace("{d}", Integer.toString(i % domains))
                        + "\",\"variables\":{\"name\":\"Reader " + i + "\"}}\n");
            }
        }
        return file;
    }

    private String head() {
        int lines = (int) Math.max(1, (size.bytes() - HEADER) / (LINE.length() - 1));
        return "{\"tenant\":\"" + tenant + "\",\"template\":{\"from\":\"Bench <bench@" + RelaySetup.SENDER_DOMAIN
                + ">\",\"subject\":\"Hello {{ name }}\",\"text\":\"Dear {{ name }},\\n" + LINE.repeat(lines) + "\"}}\n";
    }
}
