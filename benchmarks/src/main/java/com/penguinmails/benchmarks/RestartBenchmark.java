package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.Keep;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a node takes from its start to its first delivery when much mail is queued, and what memory it then holds. */
public final class RestartBenchmark implements Benchmark {
    private static final double MIB = 1 << 20;

    @Option(names = "--recipients", split = ",", paramLabel = "N", description = "How many are queued; several are measured one after the other. Default: 100000,1000000,10000000.")
    private List<Integer> recipients = List.of();

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "512m", description = "The largest heap of the node. Default: ${DEFAULT-VALUE}.")
    private String heap = "512m";

    @Option(names = "--directory", paramLabel = "DIR", description = "Where the spool is built and taken away again; default: the system's directory for temporary files.")
    private @Nullable Path directory;

    @Option(names = "--while-recovering", paramLabel = "WORD", defaultValue = "accept", description = "What the node does with new mail meanwhile: accept or refuse. Default: ${DEFAULT-VALUE}.")
    private String whileRecovering = "accept";

    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String description() {
        return "Restarts a node with up to 10,000,000 queued recipients, in a process of its own, up to its first delivery"
                + " to a receiver on loopback.";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws IOException, InterruptedException {
        List<Integer> sizes = recipients.isEmpty()
                ? run.choose(List.of(10_000, 100_000), List.of(100_000, 1_000_000, 10_000_000))
                : recipients;
        Map<String, Object> figures = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (int size : sizes) {
            Path data = directory == null
                    ? Files.createTempDirectory("bench-restart")
                    : Files.createTempDirectory(directory, "bench-restart");
            try {
                Restart restart = restart(run, data, size);
                rows.add(row(size, restart));
                figures.putAll(figures(size, restart));
            } finally {
                deleteAll(data);
            }
        }
        return new BenchmarkReport("A restart with mail in the queue", List.of(new ReportTable(
                "Seconds from the start of the process, with a heap of at most " + heap,
                List.of("queued", "up", "recovered", "first delivery", "heap MiB", "direct MiB", "resident MiB",
                        "octets each", "to build"),
                rows)), figures, List.of(
                        "Each recipient is a message of its own, in 100,000 queues of 1,000 tenants; the process starts"
                                + " cold, the files are as the system keeps them. Up: its ports are open. Heap is what is in"
                                + " use after a full collection with all mail queued; direct are the buffers outside the"
                                + " heap, in which the queue lies; octets each are those of the queue and the spool for a"
                                + " recipient, as the node's own gauges tell."));
    }

    private Restart restart(BenchmarkRun run, Path data, int size) throws IOException, InterruptedException {
        long begin = run.clock().nanoTime();
        new SpoolFiller(data, run.clock(), done -> run.progress()
                .accept(String.format(Locale.ROOT, "queueing %,d of %,d recipients", done, size))).fill(size);
        double build = (run.clock().nanoTime() - begin) / 1e9;
        try (ScriptedReceiver receiver = ScriptedReceiver.builder().keep(new Keep.Counts())
                .countDeliveries(DeliveryCounts.none()).start();
                var node = new RestartedProcess(run.clock(), data, heap, whileRecovering, receiver.port())) {
            return node.measure(receiver, build, text -> run.progress().accept(text));
        }
    }

    private static List<String> row(int size, Restart restart) {
        return List.of(String.format(Locale.ROOT, "%,d", size), seconds(restart.up()), seconds(restart.recovered()),
                seconds(restart.firstDelivery()), mib(restart.heap()), mib(restart.direct()), mib(restart.resident()),
                String.format(Locale.ROOT, "%.1f", restart.queueBytes() / (double) size), seconds(restart.build()));
    }

    private static Map<String, Object> figures(int size, Restart restart) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("recipients", size);
        figures.put("restart_seconds", rounded(restart.recovered()));
        figures.put("first_delivery_seconds", rounded(restart.firstDelivery()));
        figures.put("up_seconds", rounded(restart.up()));
        figures.put("heap_mib", rounded(restart.heap() / MIB));
        figures.put("direct_mib", rounded(restart.direct() / MIB));
        figures.put("rss_mib", rounded(restart.resident() / MIB));
        figures.put("bytes_per_recipient", rounded(restart.queueBytes() / (double) size));
        return figures;
    }

    private static String seconds(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private static String mib(long octets) {
        return String.format(Locale.ROOT, "%,.0f", octets / MIB);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }

    static void deleteAll(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
