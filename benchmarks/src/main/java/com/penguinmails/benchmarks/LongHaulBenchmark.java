package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.node.PenguinNode;
import com.penguinmails.testkit.net.DelayingRelay;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code penguin bench longhaul}: messages a second over one connection to a real Postfix that is 50 ms away each way, with CHUNKING and
 * with PIPELINING alone, beside a Postfix that sends the same to the same.
 */
public final class LongHaulBenchmark implements Benchmark {
    private static final Duration ONE_WAY = Duration.ofMillis(50);
    private static final Duration MOST_TIME = Duration.ofMinutes(3);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double TARGET_CHUNKING = 20;
    private static final double TARGET_PIPELINING = 2.5;
    private static final String CONTENT = "From: <bench@sender.test>\r\nTo: <someone@receiver.test>\r\nSubject: From far away\r\n\r\n"
            + "A line of some sixty octets, as a letter to a customer has many.\r\n".repeat(28);
    /** One connection, kept as long as there is mail. */
    private static final String SENDING_POSTFIX = """
            relayhost = [127.0.0.1]:PORT
            smtp_destination_concurrency_limit = 1
            smtp_tls_security_level = none
            """;

    /** What one sender did to one receiver. */
    private record Row(String sender, String receiver, int messages, long arrived, double perSecond) {}

    /** A sender that runs; it stops when closed. */
    private interface Sender extends AutoCloseable {
        InetSocketAddress submission();

        @Override
        void close() throws IOException;
    }

    @Override
    public String name() {
        return "longhaul";
    }

    @Override
    public String description() {
        return "One connection to a Postfix over a round trip of 100 ms, beside a sending Postfix (about two minutes; as root).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws Exception {
        Path directory = Files.createTempDirectory("penguin-bench-longhaul");
        // Postfix works as a user of its own.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            List<Row> rows = new ArrayList<>();
            rows.addAll(toReceiver(run, directory, "CHUNKING", ""));
            rows.addAll(toReceiver(run, directory, "PIPELINING", "smtpd_discard_ehlo_keywords = chunking\n"));
            return report(rows);
        } finally {
            delete(directory);
        }
    }

    private static List<Row> toReceiver(BenchmarkRun run, Path directory, String extension, String settings)
            throws Exception {
        boolean chunking = settings.isEmpty();
        int messages = chunking ? run.choose(400, 3_000) : run.choose(60, 200);
        int ofPostfix = run.choose(20, 60);
        Path folder = directory.resolve(extension.toLowerCase(Locale.ROOT));
        Path receiving = folder.resolve("receiver");
        try (PrivatePostfix receiver = PrivatePostfix.start(Files.createDirectories(receiving),
                "relay_domains = receiver.test\ndefault_transport = discard:\nrelay_transport = discard:\n" + settings);
                DelayingRelay relay = DelayingRelay.start(receiver.address(), ONE_WAY)) {
            Row postfix = row(run, "Postfix", extension, ofPostfix, receiver,
                    () -> postfix(folder.resolve("sender"), relay.address().getPort()));
            Row penguin = row(run, "Penguin", extension, messages, receiver,
                    () -> penguin(folder.resolve("node"), relay.address()));
            return List.of(postfix, penguin);
        }
    }

    /** Starts a sender. */
    private interface Starter {
        Sender start() throws Exception;
    }

    private static Sender postfix(Path folder, int port) throws Exception {
        PrivatePostfix sender = PrivatePostfix.start(Files.createDirectories(folder),
                SENDING_POSTFIX.replace("PORT", Integer.toString(port)));
        return new Sender() {
            @Override
            public InetSocketAddress submission() {
                return sender.address();
            }

            @Override
            public void close() throws IOException {
                sender.close();
            }
        };
    }

    private static Sender penguin(Path folder, InetSocketAddress receiver) throws Exception {
        PenguinNode node = LongHaulNode.start(Files.createDirectories(folder), receiver);
        return new Sender() {
            @Override
            public InetSocketAddress submission() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), node.smtp().getFirst().port());
            }

            @Override
            public void close() {
                node.close();
            }
        };
    }

    /** The first fifth opens the connection and warms up; the rate is that of the rest, as the receiver passes them on. */
    private static Row row(BenchmarkRun run, String name, String extension, int messages, PrivatePostfix receiver,
            Starter starter) throws Exception {
        long before = receiver.sent();
        int warmUp = messages / 5;
        try (Sender sender = starter.start()) {
            try (SmtpSubmission submission = SmtpSubmission.open(sender.submission())) {
                for (int i = 0; i < messages; i++) {
                    submission.submit("bench@sender.test", "r" + i + "@receiver.test", CONTENT);
                }
            }
            Marks marks = new Marks();
            long deadline = run.clock().nanoTime() + MOST_TIME.toNanos();
            while (marks.last < messages && run.clock().nanoTime() < deadline) {
                marks.note(receiver.sent() - before, run.clock().nanoTime(), warmUp);
                run.progress().accept(name + " with " + extension + ": " + marks.last + " of " + messages);
                Thread.sleep(20);
            }
            // A copy too many would come now.
            Thread.sleep(500);
            return new Row(name, extension, messages, receiver.sent() - before, marks.perSecond());
        }
    }

    /** When how many had arrived. */
    private static final class Marks {
        private long first;
        private long firstNanos;
        private long last;
        private long lastNanos;

        void note(long arrived, long nowNanos, long warmUp) {
            if (first == 0 && arrived >= warmUp) {
                first = arrived;
                firstNanos = nowNanos;
            }
            if (arrived > last) {
                last = arrived;
                lastNanos = nowNanos;
            }
        }

        double perSecond() {
            return lastNanos == firstNanos ? 0 : (last - first) * NANOS_PER_SECOND / (lastNanos - firstNanos);
        }
    }

    private static BenchmarkReport report(List<Row> rows) {
        Map<String, Object> figures = new LinkedHashMap<>();
        List<List<String>> cells = new ArrayList<>();
        double peer = 0;
        for (Row row : rows) {
            boolean isPeer = row.sender().equals("Postfix");
            peer = isPeer ? row.perSecond() : peer;
            String key = row.sender().toLowerCase(Locale.ROOT) + "_" + row.receiver().toLowerCase(Locale.ROOT);
            figures.put(key + "_per_second", rounded(row.perSecond()));
            double ratio = row.perSecond() / peer;
            double target = row.receiver().equals("CHUNKING") ? TARGET_CHUNKING : TARGET_PIPELINING;
            if (!isPeer) {
                figures.put(row.receiver().toLowerCase(Locale.ROOT) + "_ratio", rounded(ratio));
                figures.put(row.receiver().toLowerCase(Locale.ROOT) + "_target", target);
            }
            cells.add(List.of(row.receiver(), row.sender(), Integer.toString(row.messages()),
                    Long.toString(row.arrived()), String.format(Locale.ROOT, "%.1f", row.perSecond()),
                    isPeer ? "" : String.format(Locale.ROOT, "%.1f ×", ratio),
                    isPeer ? "" : String.format(Locale.ROOT, "%.1f ×", target)));
        }
        return new BenchmarkReport("One connection, a round trip of 100 ms",
                List.of(new ReportTable("To a real Postfix with its default settings that discards what it has taken",
                        List.of("it offers", "sender", "messages", "arrived", "per second", "ratio", "target"), cells)),
                figures,
                List.of("The first fifth of each row is not measured; it opens the connection and warms up.",
                        "Messages have 2 KiB and a recipient each; both senders have them on disk before. By the receiver's log."));
    }

    private static double rounded(double value) {
        return Math.round(value * 10) / 10.0;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
