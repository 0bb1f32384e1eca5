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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What relaying a message costs the node: processor time and allocation, from a submission by SMTP to the receiver's answer. */
public final class RelayBenchmark implements Benchmark {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double KIB = 1024;
    private static final String PEER = "Postfix";

    @Option(names = "--size", split = ",", paramLabel = "SIZE", defaultValue = "2KiB,10KiB,100KiB", description = "Sizes of a message, one after the other. Default: ${DEFAULT-VALUE}.")
    private List<String> sizes = List.of();

    @Option(names = "--form", split = ",", paramLabel = "FORM", defaultValue = "plain,signed", description = "plain, signed (RSA-2048) or both. Default: ${DEFAULT-VALUE}.")
    private List<String> forms = List.of();

    @Option(names = "--seconds", paramLabel = "N", defaultValue = "3", description = "How long one run takes, about. Default: ${DEFAULT-VALUE}.")
    private int seconds = 3;

    @Option(names = "--runs", paramLabel = "N", defaultValue = "5", description = "Runs of each size and form, after the warm-up. Default: ${DEFAULT-VALUE}.")
    private int runs = 5;

    @Option(names = "--warm-up", paramLabel = "N", description = "Messages before the first run. Default: 20000.")
    private @Nullable Integer warmUp;

    @Option(names = "--connections", paramLabel = "N", defaultValue = "20", description = "Connections of the generator. Default: ${DEFAULT-VALUE}.")
    private int connections = 20;

    @Option(names = "--heap", paramLabel = "SIZE", defaultValue = "512m", description = "The heap of the node. Default: ${DEFAULT-VALUE}.")
    private String heap = "512m";

    @Option(names = "--jvm", paramLabel = "FLAG", description = "One more flag for the node's JVM, such as a flight recording.")
    private List<String> jvmFlags = List.of();

    /** What one size and form gave. */
    private record Found(String size, String form, Samples cpuMillis, Samples allocatedKib, Samples rate) {}

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String description() {
        return "What relaying a message costs a node: CPU and allocation, at 2, 10 and 100 KiB, plain and signed, beside a Postfix"
                + " that does not sign (about 5 minutes).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws IOException, InterruptedException {
        Path directory = Files.createTempDirectory("penguin-bench-relay");
        try (RelaySetup setup = RelaySetup.start(directory)) {
            List<Found> found = new ArrayList<>();
            for (String form : forms) {
                for (String size : sizes) {
                    found.add(measure(run, setup, directory, size, form));
                }
            }
            if (forms.contains("plain")) {
                found.addAll(peer(run, setup, directory));
            }
            return report(found, setup.receiver());
        } finally {
            TemporaryDirectory.delete(directory);
        }
    }

    private Found measure(BenchmarkRun run, RelaySetup setup, Path directory, String size, String form)
            throws IOException, InterruptedException {
        Path file = setup.configure(form + size, isSigned(form));
        List<String> flags = new ArrayList<>(List.of("-Xms" + heap, "-Xmx" + heap));
        flags.addAll(jvmFlags);
        try (var node = NodeProcess.start(flags, List.of(file.toString()), directory.resolve(form + size + ".log"))) {
            return measure(run, node, size, form, warmUp == null ? run.choose(2_000, 20_000) : warmUp);
        }
    }

    /** The same of a Postfix that does not sign. */
    private List<Found> peer(BenchmarkRun run, RelaySetup setup, Path directory)
            throws IOException, InterruptedException {
        Optional<PostfixServer> started = PostfixServer.start(directory, setup.receiverPort());
        if (started.isEmpty()) {
            return List.of();
        }
        List<Found> found = new ArrayList<>();
        try (PostfixServer postfix = started.get()) {
            for (String size : sizes) {
                found.add(measure(run, postfix, size, PEER, run.choose(300, 1_000)));
            }
        }
        return found;
    }

    private Found measure(BenchmarkRun run, MeasuredServer server, String size, String form, int first)
            throws IOException, InterruptedException {
        int count = run.choose(2, runs);
        double[] cpu = new double[count];
        double[] allocated = new double[count];
        double[] rate = new double[count];
        var load = RelayLoad.bySmtp(server, run.clock(), ByteSize.parse(size), connections);
        String what = form + ", " + size;
        run.progress().accept(what + ": warming up");
        RelayCost cost = load.relay(first);
        for (int i = 0; i < count; i++) {
            run.progress().accept(what + ": run " + (i + 1) + " of " + count);
            cost = load.relay(run.choose(first / 2, Math.max(first / 2, (int) (cost.perSecond() * seconds))));
            cpu[i] = cost.cpuNanos() / NANOS_PER_MILLI;
            allocated[i] = cost.allocated() / KIB;
            rate[i] = cost.perSecond();
        }
        return new Found(size, form, Samples.of(cpu), Samples.of(allocated), Samples.of(rate));
    }

    private static boolean isSigned(String form) {
        return switch (form) {
            case "plain" -> false;
            case "signed" -> true;
            default -> throw new IllegalArgumentException("--form must be plain or signed, not " + form);
        };
    }

    private static BenchmarkReport report(List<Found> found, String receiver) {
        Map<String, Object> figures = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (Found each : found) {
            boolean isPeer = each.form().equals(PEER);
            rows.add(List.of(each.size() + ", " + each.form(), each.cpuMillis().text(3),
                    isPeer ? "" : each.allocatedKib().text(1), each.rate().text(0), rateRatio(each, found)));
            String prefix = each.form().toLowerCase(Locale.ROOT) + "_" + each.size().toLowerCase(Locale.ROOT);
            figures.put(prefix + "_cpu_ms", rounded(each.cpuMillis().median()));
            if (!isPeer) {
                figures.put(prefix + "_allocated_kib", rounded(each.allocatedKib().median()));
            }
            figures.put(prefix + "_per_second", rounded(each.rate().median()));
        }
        return new BenchmarkReport("What relaying a message costs", List.of(new ReportTable(
                "For each message; median (least–most) of the runs",
                List.of("message", "CPU ms", "allocated KiB", "messages/s", "to " + PEER), rows)), figures, List.of(
                        "A node in a process of its own takes messages by SMTP, without pipelining and 50 on a connection, forces"
                                + " each to disk before its acknowledgement, looks up the MX of one of "
                                + RelaySetup.DOMAINS
                                + " domains and delivers to " + receiver
                                + ". CPU is that of the node's process, the JIT"
                                + " compiler and the collector included; allocation is all heap that its threads took.",
                        "Generator and receiver share the processors with the node: messages/s says little where other work"
                                + " runs beside it, CPU a message says much.",
                        PostfixServer.note()));
    }

    /** How many times the rate of the peer; empty for the peer itself and for what it does not do. */
    private static String rateRatio(Found ours, List<Found> all) {
        return all.stream().filter(each -> each.form().equals(PEER) && ours.form().equals("plain")
                && each.size().equals(ours.size()))
                .map(each -> String.format(Locale.ROOT, "%.1f ×", ours.rate().median() / each.rate().median()))
                .findFirst().orElse("");
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
