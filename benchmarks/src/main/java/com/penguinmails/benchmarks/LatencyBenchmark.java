package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.cli.bench.Samples;
import com.penguinmails.mta.cli.inject.HttpSubmitter;
import com.penguinmails.mta.cli.inject.MailTemplate;
import com.penguinmails.mta.cli.inject.SmtpSubmitter;
import com.penguinmails.mta.cli.inject.Submitter;
import com.penguinmails.mta.config.ByteSize;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How long a submission takes until it is acknowledged, and so on disk, at half of the load that the server can bear. */
public final class LatencyBenchmark implements Benchmark {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double[] SHARES = {0.5, 0.99, 0.999};
    private static final String[] SHARE_NAMES = {"p50", "p99", "p999"};

    @Option(names = "--size", paramLabel = "SIZE", defaultValue = "10KiB", converter = ByteSizeConverter.class, description = "The size of a message. Default: ${DEFAULT-VALUE}.")
    private ByteSize size = ByteSize.parse("10KiB");

    @Option(names = "--load", paramLabel = "SHARE", defaultValue = "0.5", description = "The share of the greatest rate that is offered. Default: ${DEFAULT-VALUE}.")
    private double load = 0.5;

    @Option(names = "--rate", paramLabel = "N", description = "Messages a second to offer instead.")
    private @Nullable Integer rate;

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "8", description = "How long one run takes. Default: ${DEFAULT-VALUE}; with --quick 1.")
    private int seconds = 8;

    @Option(names = "--runs", paramLabel = "N", description = "Runs of each. Default: 3; with --quick 1.")
    private @Nullable Integer runs;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "20", description = "Connections of the generator. Default: ${DEFAULT-VALUE}.")
    private int connections = 20;

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "512m", description = "The heap of the node. Default: ${DEFAULT-VALUE}.")
    private String heap = "512m";

    /** A way to hand a server its mail. */
    private record Way(String words, String key, MeasuredServer server, Function<MailTemplate, Submitter> submitters) {}

    /** What one way gave: the greatest rate, the rate offered, and for each share the milliseconds of all runs. */
    private record Found(Way way, double greatest, double offered, List<Samples> millis) {

        Found {
            millis = List.copyOf(millis);
        }
    }

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String description() {
        return "How long a submission takes until it is acknowledged at half load, each one forced to disk, by SMTP and by HTTP,"
                + " beside Postfix (about 2 minutes).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("penguin-bench-latency");
        try (RelaySetup setup = RelaySetup.start(directory);
                NodeProcess node = NodeProcess.start(List.of("-Xms" + heap, "-Xmx" + heap),
                        List.of(setup.configure("latency", false).toString()), directory.resolve("log"));
                HttpClient client = HttpSubmitter.newClient()) {
            List<Found> found = new ArrayList<>();
            found.add(measure(run, bySmtp("Penguin, SMTP", "penguin_smtp", node)));
            found.add(measure(run, new Way("Penguin, HTTP", "penguin_http", node,
                    mail -> new HttpSubmitter(client, node.http().resolve("/v1/messages"), null, mail))));
            Optional<PostfixServer> peer = PostfixServer.start(directory, setup.receiverPort());
            if (peer.isPresent()) {
                try (PostfixServer postfix = peer.get()) {
                    found.add(measure(run, bySmtp("Postfix, SMTP", "postfix_smtp", postfix)));
                }
            }
            return report(found, setup.receiver());
        } finally {
            TemporaryDirectory.delete(directory);
        }
    }

    private static Way bySmtp(String words, String key, MeasuredServer server) {
        return new Way(words, key, server, mail -> new SmtpSubmitter(server.smtp(), false, mail));
    }

    private Found measure(BenchmarkRun run, Way way) throws IOException, InterruptedException {
        run.progress().accept(way.words() + ": the greatest rate");
        var closed = new RelayLoad(way.server(), run.clock(), size, connections, way.submitters());
        RelayCost cost = closed.relay(run.choose(1_000, 3_000));
        cost = closed.relay((int) Math.max(1_000, cost.perSecond() * run.choose(1, 5)));
        cost = closed.relay((int) Math.max(1_000, cost.perSecond() * run.choose(1, seconds)));
        double offered = rate == null ? cost.perSecond() * load : rate;
        int messages = (int) Math.max(100, offered * run.choose(1, seconds));
        double[][] millis = new double[SHARES.length][runs == null ? run.choose(1, 3) : runs];
        for (int i = 0; i < millis[0].length; i++) {
            run.progress().accept(way.words() + ": run " + (i + 1) + " of " + millis[0].length);
            NodeUsage before = way.server().usage();
            MailTemplate mail = RelayLoad.mail(size, 1_000 + i, run.clock());
            var paced = new PacedLoad(run.clock(), connections, () -> way.submitters().apply(mail));
            long begin = run.clock().nanoTime();
            long[] nanos = paced.submit(messages, offered);
            for (int share = 0; share < SHARES.length; share++) {
                millis[share][i] = PacedLoad.quantile(nanos, SHARES[share]) / NANOS_PER_MILLI;
            }
            var _ = closed.awaitDelivered(before, messages, begin);
        }
        return new Found(way, cost.perSecond(), offered, Arrays.stream(millis).map(Samples::of).toList());
    }

    private BenchmarkReport report(List<Found> found, String receiver) {
        Map<String, Object> figures = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (Found each : found) {
            List<String> row = new ArrayList<>(List.of(each.way().words(), whole(each.greatest()),
                    whole(each.offered())));
            IntStream.range(0, SHARES.length).forEach(share -> {
                Samples samples = each.millis().get(share);
                row.add(samples.text(2));
                figures.put(each.way().key() + "_" + SHARE_NAMES[share] + "_ms", Measures.rounded(samples.median()));
            });
            figures.put(each.way().key() + "_offered_per_second", Measures.rounded(each.offered()));
            rows.add(row);
        }
        figures.put("goal_p99_ms", 5);
        return new BenchmarkReport("How long a submission takes", List.of(new ReportTable(
                "Messages of " + size + "; ms, median (least–most) of the runs; goal of p99: at most 5 ms",
                List.of("by", "greatest rate", "offered", "p50", "p99", "p99.9"), rows)), figures,
                List.of("The greatest rate is what the server takes, forces to disk and delivers to " + receiver
                        + " when the generator never waits. Then messages are offered at the steady rate of the third"
                        + " column, and the server delivers them meanwhile.",
                        "A time is from the instant at which a message was due to the acknowledgement, without which it is"
                                + " not on disk: the whole transaction (MAIL, RCPT, DATA, content, one after the other) over a"
                                + " connection that is open, or a whole request. It includes the generator's own lateness and"
                                + " waiting for a free one of " + connections
                                + " connections. Generator, server and receiver"
                                + " share the processors.",
                        PostfixServer.note()));
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }
}
