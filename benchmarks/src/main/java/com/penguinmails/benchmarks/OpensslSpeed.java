package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Samples;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The system's {@code openssl speed rsa2048}, on one core: how long its signature takes. */
final class OpensslSpeed {
    static final String NAME = "openssl speed";
    private static final double NANOS_PER_SECOND = 1e9;
    private static final long LONGEST_SECONDS = 60;
    /** In machine-readable output of OpenSSL 3 the line of a size ends with its signatures and its verifications a second. */
    private static final Pattern LINE = Pattern.compile("(?m)^\\+F2:\\d+:2048:([0-9.]+):");

    private OpensslSpeed() {}

    /** Nanoseconds of a signature, or empty where the system has no {@code openssl}. */
    static Optional<Samples> rsa2048(int runs, int seconds) throws IOException, InterruptedException {
        double[] nanos = new double[runs];
        for (int i = 0; i < runs; i++) {
            Process process;
            try {
                process = new ProcessBuilder(
                        List.of("openssl", "speed", "-mr", "-seconds", Integer.toString(seconds), "rsa2048"))
                        .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            } catch (IOException _) {
                return Optional.empty();
            }
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            if (!process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
            nanos[i] = nanos(output);
        }
        return Optional.of(Samples.of(nanos));
    }

    /** @throws IOException if the output is not understood */
    static double nanos(String output) throws IOException {
        Matcher line = LINE.matcher(output);
        if (!line.find()) {
            throw new IOException("openssl speed printed no time for rsa2048: " + output.strip());
        }
        return NANOS_PER_SECOND / Double.parseDouble(line.group(1));
    }
}
