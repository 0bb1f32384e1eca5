package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.config.ByteSize;
import com.penguinmails.mta.config.SpoolConfig;
import com.penguinmails.mta.spool.ChurnFigures;
import com.penguinmails.mta.spool.ChurnedSpool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What disk the spool takes while mail comes and goes, what that costs in writing, and whether commits wait for it. */
public final class ChurnBenchmark implements Benchmark {
    private static final int WITHOUT = 0;
    private static final double MIB = 1 << 20;

    @Option(names = "--total", paramLabel = "MIB", description = "Content that comes in, in each run. Default: 2048.")
    private @Nullable Integer total;

    @Option(names = "--rate", paramLabel = "N", defaultValue = "1000", description = "Messages a second. Default: ${DEFAULT-VALUE}.")
    private int rate = 1000;

    @Option(names = "--file-size", paramLabel = "MIB", description = "The size of the spool's files. Default: 16.")
    private @Nullable Integer fileSize;

    @Option(names = "--compact-below", split = ",", paramLabel = "PERCENT", description = "Values of spool.compact_below, each in a run of its own. Default: 50, 70 and 80.")
    private List<Integer> compactBelow = List.of();

    @Option(names = "--directory", paramLabel = "DIR", description = "Where the spool is built and taken away again; default: the system's directory for temporary files.")
    private @Nullable Path directory;

    @Override
    public String name() {
        return "churn";
    }

    @Override
    public String description() {
        return "Disk over live data, write amplification and commit times while mail comes and goes, with and without"
                + " compaction.";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws IOException {
        List<Integer> shares = new ArrayList<>(List.of(WITHOUT));
        shares.addAll(compactBelow.isEmpty()
                ? run.choose(List.of(shipped()), List.of(50, shipped(), 80))
                : compactBelow);
        Map<String, Object> figures = new LinkedHashMap<>();
        List<List<String>> rows = new ArrayList<>();
        for (int share : shares) {
            ChurnFigures found = churn(run, share);
            rows.add(row(share, found));
            if (share == WITHOUT) {
                figures.put("commit_p99_ms_without", rounded(found.commits().ofNinetyNine()));
                figures.put("commit_max_ms_without", rounded(found.commits().longest()));
            }
            if (share == (shares.contains(shipped()) ? shipped() : shares.getLast())) {
                figures.putAll(figures(found));
            }
        }
        return new BenchmarkReport("Disk under churn", List.of(new ReportTable(
                "Milliseconds from the offer of a message to its commit; disk: blocks of all closed files over live content, the most of"
                        + " eight looks; writing: octets of content written, over those that came in",
                List.of("compact_below", "disk", "writing", "live MiB", "p50", "p99", "longest", "messages/s"), rows)),
                figures, List.of(
                        "Of a hundred messages (2 to 512 KiB, 22 KiB in the mean) ninety are gone within two seconds, seven"
                                + " after two to twelve attempts five seconds apart, and three stay. A look is taken when"
                                + " the compactor has come to rest; beside it lie the two files that are written to, and"
                                + " for as long as readers may still be told of a place in them (ten seconds in a node, one"
                                + " here) files that were just settled. Events go nowhere. Without compaction (0) files"
                                + " are only deleted."));
    }

    private static int shipped() {
        return SpoolConfig.defaults().compactBelow();
    }

    private ChurnFigures churn(BenchmarkRun run, int share) throws IOException {
        long octets = (total == null ? run.choose(128, 2048) : total) * (long) MIB;
        int file = fileSize == null ? run.choose(2, 16) : fileSize;
        Path data = directory == null
                ? Files.createTempDirectory("bench-churn")
                : Files.createTempDirectory(directory, "bench-churn");
        try (var spool = new ChurnedSpool(data, share, ByteSize.ofMiB(file), run.clock())) {
            return spool.run(octets, rate, done -> run.progress().accept(String.format(Locale.ROOT,
                    "compact_below %d: %.0f %%", share, done * 100)));
        } finally {
            RestartBenchmark.deleteAll(data);
        }
    }

    private static List<String> row(int share, ChurnFigures found) {
        return List.of(Integer.toString(share), text(found.diskPerLive()), text(found.writeAmplification()),
                String.format(Locale.ROOT, "%.0f", found.liveBytes() / MIB), text(found.commits().median()),
                text(found.commits().ofNinetyNine()), text(found.commits().longest()),
                String.format(Locale.ROOT, "%,.0f", found.messagesPerSecond()));
    }

    private static Map<String, Object> figures(ChurnFigures found) {
        var figures = new LinkedHashMap<String, Object>();
        figures.put("disk_per_live", rounded(found.diskPerLive()));
        figures.put("write_amplification", rounded(found.writeAmplification()));
        figures.put("commit_p50_ms", rounded(found.commits().median()));
        figures.put("commit_p99_ms", rounded(found.commits().ofNinetyNine()));
        figures.put("commit_max_ms", rounded(found.commits().longest()));
        figures.put("messages_per_second", rounded(found.messagesPerSecond()));
        return figures;
    }

    private static String text(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
