package com.penguinmails.benchmarks;

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
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * {@code penguin bench rate}: a whole node sends to a receiver on loopback at limits from 1/s to 5,000/s, alone and with ten limits
 * that overlap, and the receiver's own clock says how closely each was kept.
 */
public final class RateBenchmark implements Benchmark {
    private static final int WARM_UP = 20_000;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final List<String> OVERLAPPING = List.of("", "\"tenant\"", "\"campaign\"", "\"sender_domain\"",
            "\"source\"", "\"site\"", "\"tenant\", \"source\"", "\"campaign\", \"source\"",
            "\"sender_domain\", \"source\"", "\"tenant\", \"site\"");

    /** One limit to be measured; those of one phase run at the same time. */
    private record Measurement(int rate, int seconds, boolean overlapping, int phase) {
        String domain() {
            return (overlapping ? "ten" : "one") + rate + ".test";
        }

        long burst() {
            return Math.max(1, rate / 10);
        }

        long recipients() {
            return burst() + (long) rate * seconds;
        }
    }

    /** What the receiver saw. */
    private record Found(Measurement measurement, int arrived, double achieved, long excess) {}

    @Override
    public String name() {
        return "rate";
    }

    @Override
    public String description() {
        return "How closely limits are kept, 1/s to 5,000/s, alone and ten at once, by the receiver's clock (about a minute).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws Exception {
        List<Measurement> measurements = new ArrayList<>();
        int phase = 0;
        for (boolean overlapping : new boolean[]{false, true}) {
            int slow = run.choose(3, 15);
            int fast = run.choose(1, 5);
            measurements.add(new Measurement(1, slow, overlapping, phase));
            measurements.add(new Measurement(10, slow, overlapping, phase));
            measurements.add(new Measurement(100, slow, overlapping, phase));
            measurements.add(new Measurement(1_000, fast, overlapping, phase + 1));
            measurements.add(new Measurement(5_000, fast, overlapping, phase + 2));
            phase += 3;
        }
        Path directory = Files.createTempDirectory("penguin-bench-rate");
        try (ArrivalSink sink = ArrivalSink.start(run.clock());
                PenguinNode node = PenguinNode.start(settings(directory, sink.port(), measurements), NodeFiles.none());
                HttpClient client = HttpClient.newHttpClient()) {
            List<Found> found = new ArrayList<>();
            warmUp(sink, node, client, run);
            for (int i = 0; i < phase; i++) {
                int current = i;
                found.addAll(phase(measurements.stream().filter(each -> each.phase() == current).toList(), sink, node,
                        client, run));
            }
            return report(found);
        } finally {
            delete(directory);
        }
    }

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
        return measurements.stream().map(each -> found(each, sink.arrivals(each.domain()))).toList();
    }

    /** Mail without a limit, so that classes are loaded and compiled before anything is measured. */
    private static void warmUp(ArrivalSink sink, PenguinNode node, HttpClient client, BenchmarkRun run)
            throws IOException, InterruptedException {
        submit("warm.test", WARM_UP, node, client);
        long deadline = run.clock().nanoTime() + (long) (20 * NANOS_PER_SECOND);
        while (sink.arrivals("warm.test").size() < WARM_UP && run.clock().nanoTime() < deadline) {
            run.progress().accept("warming up");
            Thread.sleep(50);
        }
    }

    private static boolean isOver(List<Measurement> measurements, ArrivalSink sink) {
        return measurements.stream().allMatch(each -> sink.arrivals(each.domain()).size() >= each.recipients());
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
        URI jobs = URI.create("http://" + node.http().getFirst() + "/v1/jobs");
        HttpRequest request = HttpRequest.newBuilder(jobs).header("Content-Type", "application/x-ndjson")
                .POST(HttpRequest.BodyPublishers.ofString(lines.toString())).build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 202) {
            throw new IOException("the job was answered " + response.statusCode() + ": " + response.body());
        }
    }

    /** From the first message after the burst on: the time that the limit needs for the rest, over the time that it took. */
    private static Found found(Measurement measurement, List<Long> times) {
        int from = (int) measurement.burst();
        if (times.size() < from + 2) {
            return new Found(measurement, times.size(), 0, 0);
        }
        double took = (double) times.getLast() - times.get(from);
        double achieved = (times.size() - 1 - from) * NANOS_PER_SECOND / measurement.rate() / took;
        return new Found(measurement, times.size(), achieved, excess(measurement, times));
    }

    /** The most messages above the limit in any span: more than its rate gives in that, rounded up, and the burst. */
    private static long excess(Measurement measurement, List<Long> times) {
        double perNano = measurement.rate() / NANOS_PER_SECOND;
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < times.size(); i++) {
            double ahead = i - (times.get(i) - times.getFirst()) * perNano;
            least = Math.min(least, ahead);
            most = Math.max(most, ahead - least + 1);
        }
        return Math.max(0, (long) Math.floor(most - measurement.burst() + 1e-6));
    }

    private static BenchmarkReport report(List<Found> found) {
        Map<String, Object> figures = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        double least = Double.MAX_VALUE;
        long excess = 0;
        for (Found each : found) {
            String limits = each.measurement().overlapping() ? "ten" : "one";
            figures.put("achieved_" + each.measurement().rate() + "_per_s_" + limits,
                    Math.round(each.achieved() * 1e5) / 1e5);
            least = Math.min(least, each.achieved());
            excess = Math.max(excess, each.excess());
            rows.add(List.of(String.format(Locale.ROOT, "%,d/s", each.measurement().rate()), limits,
                    String.format(Locale.ROOT, "%,d", each.arrived()),
                    String.format(Locale.ROOT, "%.4f", each.achieved()), Long.toString(each.excess())));
        }
        figures.put("least_achieved", Math.round(least * 1e5) / 1e5);
        figures.put("largest_excess_messages", excess);
        return new BenchmarkReport("Rates as the receiver's clock sees them",
                List.of(new ReportTable("A whole node with its spool on disk, over sockets on loopback",
                        List.of("limit", "limits at once", "messages", "achieved/allowed", "excess"), rows)),
                figures,
                List.of("achieved/allowed: the time that the limit needs for what came after the burst, over the time it took.",
                        "excess: messages above what the rate gives in any span, rounded up, and the burst of a tenth of a second."));
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
            List<String> per = measurement.overlapping() ? OVERLAPPING : List.of("");
            for (int i = 0; i < per.size(); i++) {
                shaping.append(String.format(Locale.ROOT,
                        "[[limits]]\nname = \"%s-%d\"\ndomain = \"%s\"\nper = [%s]\nrate = \"%d/s\"\n",
                        measurement.domain(), i, measurement.domain(), per.get(i), measurement.rate()));
            }
        }
        return new NodeSettings(node,
                ConfigReader.parse(directory.resolve("shaping.toml"), shaping.toString(), ShapingConfig.class));
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
