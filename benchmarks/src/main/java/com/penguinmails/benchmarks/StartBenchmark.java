package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.Samples;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a node takes from its start to its greeting when nothing is queued, and the memory in which it then stands idle. */
public final class StartBenchmark implements Benchmark {
    private static final double MIB = 1 << 20;
    private static final long MILLIS = 1000;

    @Option(names = "--runs", paramLabel = "N", description = "Starts, after one that is not measured. Default: 7; with --quick 2.")
    private @Nullable Integer runs;

    @Option(names = "--idle", paramLabel = "N", description = "Seconds that it stands idle before its memory is read. Default: 5; with --quick 1.")
    private @Nullable Integer idle;

    @Override
    public String name() {
        return "start";
    }

    @Override
    public String description() {
        return "How long a node takes to its first greeting with an empty spool, and its resident memory when idle, beside"
                + " Postfix (about 2 minutes).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws IOException, InterruptedException {
        var measures = new Measures();
        measure(run, "Penguin", StartedNode::start, measures, "≤ 1.5", "≤ 160");
        String obstacle = PrivatePostfix.obstacle();
        if (obstacle == null) {
            measure(run, "Postfix", StartedPostfix::start, measures, "", "");
        }
        Path launcher = StartedNode.launcher();
        return new BenchmarkReport("A start with an empty spool",
                List.of(measures.table("From the start of the process to the greeting of a client by SMTP")),
                measures.figures(),
                List.of("Each start has a directory of its own, and all ports of the node are open. It is started "
                        + (launcher == null
                                ? "by java with the flags of this JVM"
                                : "by bin/penguin, as by an operator")
                        + ", with the default heap; the first start, which fills the system's cache of files and may make"
                        + " the node's own, is not measured.",
                        "Memory is what the system has resident for the process, shared libraries and mapped files of the spool"
                                + " included; of Postfix's processes together, each shared page once.",
                        obstacle == null ? "Postfix has its default settings." : PostfixServer.note()));
    }

    private void measure(BenchmarkRun run, String name, StartedServer.Starter starter, Measures measures, String time,
            String memory) throws IOException, InterruptedException {
        int count = runs == null ? run.choose(2, 7) : runs;
        List<double[]> found = new ArrayList<>();
        for (int i = 0; i <= count; i++) {
            run.progress().accept(name + ": " + (i == 0 ? "a first start" : "start " + i + " of " + count));
            double[] start = start(run, starter);
            if (i > 0) {
                found.add(start);
            }
        }
        String key = name.equals("Penguin") ? "" : name.toLowerCase(Locale.ROOT) + "_";
        measures.add(key + "ready_seconds", name + ": ready, s", samples(found, 0), 3, time);
        measures.add(key + "idle_mib", name + ": resident when idle, MiB", samples(found, 1), 1, memory);
    }

    /** Seconds to the greeting and MiB when idle. */
    private double[] start(BenchmarkRun run, StartedServer.Starter starter) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("penguin-bench-start");
        try {
            long begin = run.clock().nanoTime();
            try (StartedServer server = starter.start(directory)) {
                double seconds = server.awaitGreeting(run.clock(), begin);
                Thread.sleep((idle == null ? run.choose(1, 5) : idle) * MILLIS);
                return new double[]{seconds, server.residentBytes() / MIB};
            }
        } finally {
            TemporaryDirectory.delete(directory);
        }
    }

    private static Samples samples(List<double[]> found, int index) {
        return Samples.of(found.stream().mapToDouble(each -> each[index]).toArray());
    }
}
