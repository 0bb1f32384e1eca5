package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.cli.bench.Samples;
import com.penguinmails.mta.config.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Whether a message costs the node more when there are more domains, tenants or queued recipients. */
public final class ScalingBenchmark implements Benchmark {
    private static final ByteSize SIZE = ByteSize.parse("2KiB");
    private static final String SHAPING = "[[paths]]\ndomain = \"" + RelaySetup.HELD_DOMAIN + "\"\nrate = \"1/d\"\n";
    private static final double NANOS_PER_MILLI = 1e6;
    /** Mail is to be sent after this, and twice the time in which it was accepted the round before. */
    private static final long ACCEPT_NANOS = 500_000_000;

    @Option(names = "--messages", paramLabel = "N", description = "Deliveries that are measured each time. Default: 20000; with --quick 1000.")
    private @Nullable Integer messages;

    @Option(names = "--runs", paramLabel = "N", description = "Rounds through all of it, after one to warm up. Default: 3; with --quick 1.")
    private @Nullable Integer runs;

    @Option(names = "--backlog", paramLabel = "N", description = "The most recipients that are queued and held back. Default: 1000000; with --quick 20000.")
    private @Nullable Integer backlog;

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "512m", description = "The heap of the node. Default: ${DEFAULT-VALUE}.")
    private String heap = "512m";

    /** What mail there is. */
    private record Point(String words, String key, int domains, int tenants, int backlog) {}

    /** A point, the milliseconds of processor time that a message cost there in each round, and how long its mail took to accept. */
    private static final class Line {
        private final Point point;
        private final List<Double> millis = new ArrayList<>();
        private long acceptNanos;

        Line(Point point) {
            this.point = point;
        }

        Samples samples() {
            return Samples.of(millis.stream().mapToDouble(Double::doubleValue).toArray());
        }
    }

    @Override
    public String name() {
        return "scaling";
    }

    @Override
    public String description() {
        return "CPU of a delivered message from 1 to 100 domains, 1 to 1,000 tenants and 1,000 to 1,000,000 queued recipients"
                + " (about 4 minutes).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("penguin-bench-scaling");
        Path shaping = Files.writeString(directory.resolve("shaping.toml"), SHAPING);
        try (RelaySetup setup = RelaySetup.start(directory);
                NodeProcess node = NodeProcess.start(List.of("-Xms" + heap, "-Xmx" + heap),
                        List.of(setup.configure("scaling", false).toString(), shaping.toString()),
                        directory.resolve("log"));
                JobLoad jobs = new JobLoad(node, run.clock())) {
            List<Line> lines = points(run).stream().map(Line::new).toList();
            int count = runs == null ? run.choose(1, 3) : runs;
            for (int round = 0; round <= count; round++) {
                for (Line line : lines) {
                    run.progress().accept((round == 0 ? "warming up" : "round " + round + " of " + count) + ": "
                            + line.point.words());
                    measure(run, jobs, directory, line, round > 0);
                }
            }
            return report(lines, setup.receiver());
        } finally {
            TemporaryDirectory.delete(directory);
        }
    }

    private List<Point> points(BenchmarkRun run) {
        int most = backlog == null ? run.choose(20_000, 1_000_000) : backlog;
        int tenants = run.choose(50, 1_000);
        return List.of(new Point("1 domain, 1 tenant", "1_domain", 1, 1, 0),
                new Point("100 domains, 1 tenant", "100_domains", 100, 1, 0),
                new Point(String.format(Locale.ROOT, "100 domains, %,d tenants", tenants), tenants + "_tenants", 100,
                        tenants, 0),
                new Point("100 domains, 1,000 held back", "1000_queued", 100, 1, 1_000),
                new Point(String.format(Locale.ROOT, "100 domains, %,d held back", most), most + "_queued", 100, 1,
                        most));
    }

    private void measure(BenchmarkRun run, JobLoad jobs, Path directory, Line line, boolean counts)
            throws IOException, InterruptedException {
        Point point = line.point;
        int held = counts ? point.backlog() : Math.min(point.backlog(), 1_000);
        Path body = directory.resolve("job.ndjson");
        String waiting = held == 0
                ? ""
                : jobs.accept(new JobFile("held", held, RelaySetup.HELD_DOMAIN, 1, SIZE).write(body), held);
        int measured = messages == null ? run.choose(1_000, 20_000) : messages;
        long begin = run.clock().nanoTime();
        Instant sendAt = run.clock().instant().plusNanos(counts ? ACCEPT_NANOS + 2 * line.acceptNanos : 0);
        int rows = Math.ceilDiv(measured, point.tenants());
        for (int tenant = 0; tenant < point.tenants(); tenant++) {
            String _ = jobs.accept(new JobFile("tenant" + tenant, rows, "d{d}.test", point.domains(), SIZE)
                    .write(body, sendAt), rows);
        }
        line.acceptNanos = run.clock().nanoTime() - begin;
        if (counts) {
            line.millis.add(jobs.costOf(measured, held).cpuNanos() / NANOS_PER_MILLI);
        }
        jobs.awaitQueued(held);
        if (!waiting.isEmpty()) {
            jobs.cancel(waiting);
            jobs.awaitQueued(0);
        }
    }

    private static BenchmarkReport report(List<Line> lines, String receiver) {
        Map<String, Object> figures = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        double first = lines.getFirst().samples().median();
        double least = Double.MAX_VALUE;
        double most = 0;
        for (Line line : lines) {
            double median = line.samples().median();
            least = Math.min(least, median);
            most = Math.max(most, median);
            rows.add(List.of(line.point.words(), line.samples().text(3),
                    String.format(Locale.ROOT, "%+.1f %%", 100 * (median / first - 1))));
            figures.put("cpu_ms_" + line.point.key(), Measures.rounded(median));
        }
        figures.put("most_to_least_ratio", Measures.rounded(most / least));
        figures.put("goal_ratio", 1.1);
        return new BenchmarkReport("CPU of a message as the mail grows", List.of(new ReportTable(
                String.format(Locale.ROOT,
                        "Mail of 2 KiB, not signed; CPU ms a message, median (least–most) of the rounds; most to least: %.2f,"
                                + " goal: 1.10",
                        most / least),
                List.of("mail", "CPU ms", "to the first"), rows)), figures,
                List.of("All of it in one node, a process of its own, round after round. The mail of each point is accepted as"
                        + " jobs, one for each tenant, and CPU is that of the whole process from when all are accepted, for so"
                        + " many deliveries to " + receiver
                        + "; with it comes what the JIT compiler and the collector do.",
                        "What is held back is due, and waits for the limit of its path, which lets one a day through."));
    }
}
