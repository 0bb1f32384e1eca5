package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.Samples;
import com.penguinmails.mta.config.ByteSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a node takes to accept a job, and how fast it then delivers, beside messages that come one by one. */
public final class JobBenchmark implements Benchmark {
    private static final int CONNECTIONS = 20;
    private static final int WINDOWS = 3;

    @Option(names = "--recipients", paramLabel = "N", description = "Rows of the job. Default: 1000000; with --quick 30000.")
    private @Nullable Integer recipients;

    @Option(names = "--size", paramLabel = "SIZE", defaultValue = "2KiB", converter = ByteSizeConverter.class, description = "The size of a mail, about. Default: ${DEFAULT-VALUE}.")
    private ByteSize size = ByteSize.parse("2KiB");

    @Option(names = "--signed", description = "Sign each mail with RSA-2048.")
    private boolean signed;

    @Option(names = "--runs", paramLabel = "N", description = "Jobs, each after a run of single messages. Default: 3; with --quick 1.")
    private @Nullable Integer runs;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "5", description = "How long each of the " + WINDOWS
            + " measured times of a job takes. Default: ${DEFAULT-VALUE}; with --quick 1.")
    private int seconds = 5;

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "512m", description = "The heap of the node. Default: ${DEFAULT-VALUE}.")
    private String heap = "512m";

    /** What all runs gave. */
    private static final class Found {
        private final List<SentJob> jobs = new ArrayList<>();
        private final List<SentJob.Steady> steady = new ArrayList<>();
        private final List<RelayCost> singles = new ArrayList<>();
    }

    @Override
    public String name() {
        return "job";
    }

    @Override
    public String description() {
        return "A job of a million recipients over the local API: time to accepted and on disk, first delivery, steady rate"
                + " beside that of single messages (about 3 minutes).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws IOException, InterruptedException {
        int rows = recipients == null ? run.choose(30_000, 1_000_000) : recipients;
        Path directory = Files.createTempDirectory("penguin-bench-job");
        try (RelaySetup setup = RelaySetup.start(directory);
                NodeProcess node = NodeProcess.start(List.of("-Xms" + heap, "-Xmx" + heap),
                        List.of(setup.configure("job", signed).toString()), directory.resolve("log"));
                JobLoad jobs = new JobLoad(node, run.clock())) {
            run.progress().accept("writing the job");
            Path body = new JobFile("bench", rows, "d{d}.test", RelaySetup.DOMAINS, size)
                    .write(directory.resolve("job.ndjson"));
            return report(measure(run, node, jobs, body, rows), rows, setup.receiver());
        } finally {
            TemporaryDirectory.delete(directory);
        }
    }

    private Found measure(BenchmarkRun run, NodeProcess node, JobLoad jobs, Path body, int rows)
            throws IOException, InterruptedException {
        var found = new Found();
        RelayLoad single = RelayLoad.bySmtp(node, run.clock(), size, CONNECTIONS);
        Duration window = Duration.ofSeconds(run.choose(1, seconds));
        run.progress().accept("warming up");
        RelayCost cost = single.relay(run.choose(2_000, 20_000));
        int count = runs == null ? run.choose(1, 3) : runs;
        for (int i = 1; i <= count; i++) {
            run.progress().accept("single messages, run " + i + " of " + count);
            cost = single.relay((int) Math.max(1_000, cost.perSecond() * window.toSeconds()));
            found.singles.add(cost);
            run.progress().accept("job " + i + " of " + count);
            SentJob job = jobs.send(body, rows);
            found.jobs.add(job);
            found.steady.add(jobs.steady(WINDOWS, window));
            run.progress().accept("job " + i + " of " + count + ": canceling the rest");
            jobs.end(job);
        }
        return found;
    }

    private BenchmarkReport report(Found found, int rows, String receiver) {
        var measures = new Measures();
        measures.add("accepted_seconds", "accepted and on disk, s", samples(found.jobs.stream()
                .mapToDouble(SentJob::acceptedSeconds)), 2, "≤ 5 for 1,000,000");
        measures.add("first_delivery_seconds", "first delivery after that, s", samples(found.jobs.stream()
                .mapToDouble(SentJob::firstDeliverySeconds)), 2, "≤ 1");
        Samples steady = samples(found.steady.stream().flatMapToDouble(each -> DoubleStream.of(each.perSecond())));
        Samples single = samples(found.singles.stream().mapToDouble(RelayCost::perSecond));
        measures.add("job_per_second", "of the job, messages/s", steady, 0, "");
        measures.add("single_per_second", "single messages, messages/s", single, 0, "");
        measures.add("job_ratio", "job / single", steady.median() / single.median(), "≥ 0.9");
        measures.add("job_cpu_ms", "of the job, CPU ms a message", samples(found.steady.stream()
                .flatMapToDouble(each -> DoubleStream.of(each.cpuMillis()))), 3, "");
        measures.add("single_cpu_ms", "single messages, CPU ms each", samples(found.singles.stream()
                .mapToDouble(cost -> cost.cpuNanos() / 1e6)), 3, "");
        return new BenchmarkReport(String.format(Locale.ROOT, "A job of %,d recipients", rows),
                List.of(measures.table("Mail of " + size + (signed ? ", signed with RSA-2048" : ", not signed"))),
                measures.figures(), List.of(
                        "A node in a process of its own takes the job over its local API and answers when all of it is forced"
                                + " to disk. It delivers what has come already meanwhile, so the first delivery may be before"
                                + " that answer, which is a time below zero. The rate is that of " + WINDOWS
                                + " times right after the answer; the rest of the job is canceled then.",
                        "Single messages come by SMTP over " + CONNECTIONS
                                + " connections without pipelining, and their rate"
                                + " is from the first submission to the last delivery, in the same node between the jobs. All"
                                + " mail goes to " + RelaySetup.DOMAINS + " domains at " + receiver
                                + "; generator and receiver share the processors with the node."));
    }

    private static Samples samples(DoubleStream values) {
        return Samples.of(values.toArray());
    }
}
