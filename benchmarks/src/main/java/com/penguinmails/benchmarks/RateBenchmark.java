package com.penguinmails.benchmarks;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.node.NodeFiles;
import com.penguinmails.mta.node.NodeSettings;
import com.penguinmails.mta.node.PenguinNode;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code penguin bench rate}: a whole node sends to a receiver on loopback at limits from 1/s to 5,000/s, alone and with ten limits
 * that overlap, and the receiver's own clock says how closely each was kept. Each of the ten is measured alone too.
 */
public final class RateBenchmark implements Benchmark {
    private static final int WARM_UP = 20_000;
    private static final int WARM_UP_RATE = 4_000;
    private static final int KIND_RATE = 50;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double SECONDS_ON_THE_WAY = 0.025;
    private static final double ROUNDING = 1e-6;
    private static final List<String> KINDS = List.of("", "\"tenant\"", "\"campaign\"", "\"sender_domain\"",
            "\"source\"", "\"site\"", "\"tenant\", \"source\"", "\"campaign\", \"source\"",
            "\"sender_domain\", \"source\"", "\"tenant\", \"site\"");

    /**
     * One rate to be measured; those of one phase run at the same time.
     *
     * @param name of the limits
     * @param per what each of its limits counts apart, as in the rules
     */
    private record Measurement(String name, List<String> per, int rate, int seconds, int phase) {
        String domain() {
            return name + ".test";
        }

        /** What a limit that has rested lets go at once. */
        long burst() {
            return Math.max(1, rate / 10);
        }

        /** That, and what mail may gain on its way, as it is stated for the receiver's clock. */
        double burstAtReceiver() {
            return burst() + rate * SECONDS_ON_THE_WAY;
        }

        long recipients() {
            return burst() + (long) rate * seconds;
        }
    }

    /**
     * What the receiver saw.
     *
     * @param achieved what came, over what the rate gives and what a limit lets go at once
     * @param excess messages above what is stated for the receiver, whole ones, in the span where they are the most
     */
    private record Found(Measurement measurement, int arrived, double achieved, long excess) {}

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public String description() {
        return "How closely limits are kept, 1/s to 5,000/s, alone and ten at once, by the receiver's clock (about two minutes).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws Exception {
        List<Measurement> warmUps = warmUps(run);
        List<Measurement> measurements = measurements(run);
        int phases = measurements.getLast().phase() + 1;
        Path directory = Files.createTempDirectory("penguin-bench-rate");
        try (ArrivalSink sink = ArrivalSink.start(run.clock());
                PenguinNode node = PenguinNode.start(
                        settings(directory, sink.port(),
                                Stream.concat(warmUps.stream(), measurements.stream()).toList()),
                        NodeFiles.none());
                HttpClient client = HttpClient.newHttpClient()) {
            List<Found> found = new ArrayList<>();
            warmUp(sink, node, client, run);
            for (Measurement warmUp : warmUps) {
                phase(List.of(warmUp), sink, node, client, run);
            }
            for (int i = 0; i < phases; i++) {
                int current = i;
                found.addAll(phase(measurements.stream().filter(each -> each.phase() == current).toList(), sink, node,
                        client, run));
            }
            return report(found);
        } finally {
            TemporaryDirectory.delete(directory);
        }
    }

    /** Limits of their own, before anything is measured: what holds mail back is compiled only by mail that is held back. */
    private static List<Measurement> warmUps(BenchmarkRun run) {
        int seconds = run.choose(1, 5);
        return List.of(new Measurement("warmone", List.of(""), WARM_UP_RATE, seconds, 0),
                new Measurement("warmten", KINDS, WARM_UP_RATE, seconds, 0));
    }

    /** Each of the ten kinds alone first, so that it is seen that each holds; then one at each rate, then all ten. */
    private static List<Measurement> measurements(BenchmarkRun run) {
        int slow = run.choose(3, 15);
        int fast = run.choose(1, 8);
        List<Measurement> measurements = new ArrayList<>();
        for (int i = 0; i < KINDS.size(); i++) {
            measurements.add(new Measurement("kind" + i, List.of(KINDS.get(i)), KIND_RATE, run.choose(1, 4), 0));
        }
        int phase = 1;
        for (List<String> per : List.of(List.of(""), KINDS)) {
            String name = per.size() == 1 ? "one" : "ten";
            measurements.add(new Measurement(name + 1, per, 1, slow, phase));
            measurements.add(new Measurement(name + 10, per, 10, slow, phase));
            measurements.add(new Measurement(name + 100, per, 100, slow, phase));
            measurements.add(new Measurement(name + 1_000, per, 1_000, fast, phase + 1));
            measurements.add(new Measurement(name + 5_000, per, 5_000, fast, phase + 2));
            phase += 3;
        }
        return measurements;
    }

    @CanIgnoreReturnValue
    private static List<Found> phase(List<Measurement> measurements, ArrivalSink sink, PenguinNode node,
            HttpClient client, BenchmarkRun run) throws IOException, InterruptedException {
        long seconds = measurements.stream().mapToLong(Measurement::seconds).max().orElse(0);
        for (Measurement measurement : measurements) {
            submit(measurement.domain(), measurement.recipients(), node, client);
        }
        long deadline = run.clock().nanoTime() + (long) ((2 * seconds + 10) * NANOS_PER_SECOND);
        while (!isOver(measurements, sink) && run.clock().nanoTime() < deadline) {
            run.progress().accept("limits of " + String.join(", ",
                    measurements.stream().map(each -> each.rate() + "/s").toList()));
            Thread.sleep(50);
        }
        return measurements.stream()
                .map(each -> found(each, sink.arrivals(each.domain()))).toList();
    }

    /** Mail without a limit, so that classes are loaded and the way of a mail is compiled before anything is measured. */
    private static void warmUp(ArrivalSink sink, PenguinNode node, HttpClient client, BenchmarkRun run)
            throws IOException, InterruptedException {
        submit("warm.test", WARM_UP, node, client);
        long deadline = run.clock().nanoTime() + (long) (20 * NANOS_PER_SECOND);
        while (sink.count("warm.test") < WARM_UP && run.clock().nanoTime() < deadline) {
            run.progress().accept("warming up");
            Thread.sleep(50);
        }
    }

    private static boolean isOver(List<Measurement> measurements, ArrivalSink sink) {
        return measurements.stream().allMatch(each -> sink.count(each.domain()) >= each.recipients());
    }

    private static void submit(String domain, long recipients, PenguinNode node, HttpClient client)
            throws IOException, InterruptedException {
        StringBuilder lines = new StringBuilder("""
                {"campaign":"bench","template":{"from":"bench@sender.test","subject":"A measured mail",\
                "text":"One of many."}}
                """);
        for (long i = 0; i < recipients; i++) {
            lines.append("{\"to\":\"r").append(i).append('@').append(domain).append("\"}\n");
        }
        BenchedJobs.submit(node, client, lines.toString());
    }

    /** What came from the first to the last, over what the rate gives in that and what the limit lets go at once. */
    private static Found found(Measurement measurement, List<Long> times) {
        if (times.size() < 2) {
            return new Found(measurement, times.size(), 0, 0);
        }
        double took = (double) times.getLast() - times.getFirst();
        double given = took * measurement.rate() / NANOS_PER_SECOND + measurement.burst();
        return new Found(measurement, times.size(), times.size() / given, excess(measurement, times));
    }

    /** The most messages in any span above what its rate gives in that and on the way, rounded up, and the burst. */
    private static long excess(Measurement measurement, List<Long> times) {
        double perNano = measurement.rate() / NANOS_PER_SECOND;
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < times.size(); i++) {
            double ahead = i - (times.get(i) - times.getFirst()) * perNano;
            least = Math.min(least, ahead);
            most = Math.max(most, ahead - least + 1);
        }
        return Math.max(0, (long) Math.floor(most - measurement.burstAtReceiver() + ROUNDING));
    }

    private static BenchmarkReport report(List<Found> found) {
        Map<String, Object> figures = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        double least = Double.MAX_VALUE;
        double most = 0;
        long excess = 0;
        for (Found each : found) {
            Measurement measurement = each.measurement();
            if (measurement.phase() > 0) {
                figures.put("achieved_" + measurement.rate() + "_per_s_"
                        + (measurement.per().size() == 1 ? "one" : "ten"), rounded(each.achieved()));
            }
            least = Math.min(least, each.achieved());
            most = Math.max(most, each.achieved());
            excess = Math.max(excess, each.excess());
            rows.add(List.of(String.format(Locale.ROOT, "%,d/s", measurement.rate()), words(measurement.per()),
                    String.format(Locale.ROOT, "%,d", each.arrived()),
                    String.format(Locale.ROOT, "%.4f", each.achieved()), Long.toString(each.excess())));
        }
        figures.put("least_achieved", rounded(least));
        figures.put("most_achieved", rounded(most));
        figures.put("largest_excess_messages", excess);
        return new BenchmarkReport("Rates as the receiver's clock sees them",
                List.of(new ReportTable("A whole node with its spool on disk, over sockets on loopback",
                        List.of("limit", "counted", "messages", "achieved/given", "excess"), rows)),
                figures,
                List.of("achieved/given: what came from the first message to the last, over what the rate gives in that time and "
                        + "what a limit that has rested lets go at once: a tenth of a second's worth, at least one message.",
                        "excess: whole messages above what is stated for the receiver's clock, in the span of time where they "
                                + "are the most. Stated: what the rate gives in that time and 25 ms, rounded up, and a tenth of a second's "
                                + "worth, at least one message.",
                        String.format(Locale.ROOT,
                                "Before: %,d messages without a limit, then mail under one limit and under "
                                        + "ten of %,d/s, other ones than those measured. What a limit lets through while code is still "
                                        + "being compiled is not made up for later, as that would be a burst.",
                                WARM_UP, WARM_UP_RATE),
                        "A kind of limit that did not match its mail would have let it through at once, as a large excess."));
    }

    private static String words(List<String> per) {
        if (per.size() > 1) {
            return "ten limits at once";
        }
        String by = per.getFirst().replace("\"", "");
        return by.isEmpty() ? "all together" : "by " + by.replace(", ", " and ");
    }

    private static double rounded(double value) {
        return Math.round(value * 1e5) / 1e5;
    }

    private static NodeSettings settings(Path directory, int port, List<Measurement> measurements) throws Exception {
        NodeConfig node = ConfigReader.parse(directory.resolve("node.toml"), """
                name = "bench.test"
                data_directory = "data"
                [smtp]
                listen = ["127.0.0.1:0"]
                [http]
                listen = ["127.0.0.1:0"]
                trust_loopback = true
                [admin]
                listen = ["127.0.0.1:0"]
                [spool]
                reserve = "64MiB"
                [delivery]
                tls = "off"
                [[routes]]
                domain = "*"
                hosts = ["127.0.0.1:%d"]
                """.formatted(port), NodeConfig.class);
        StringBuilder shaping = new StringBuilder("[any_path]\nconnections = 30\nmessages_per_connection = 1000000\n");
        for (Measurement measurement : measurements) {
            for (int i = 0; i < measurement.per().size(); i++) {
                shaping.append(String.format(Locale.ROOT,
                        "[[limits]]\nname = \"%s-%d\"\ndomain = \"%s\"\nper = [%s]\nrate = \"%d/s\"\n",
                        measurement.name(), i, measurement.domain(), measurement.per().get(i), measurement.rate()));
            }
        }
        return new NodeSettings(node,
                ConfigReader.parse(directory.resolve("shaping.toml"), shaping.toString(), ShapingConfig.class));
    }
}
