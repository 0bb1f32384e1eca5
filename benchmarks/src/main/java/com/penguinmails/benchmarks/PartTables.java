package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.cli.bench.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results of parts as a table and as figures. */
final class PartTables {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;

    private PartTables() {}

    static ReportTable table(List<PartResult> results) {
        List<List<String>> rows = new ArrayList<>();
        for (PartResult result : results) {
            rows.add(List.of(result.part() + ": " + result.task(), result.isOurs() ? "Penguin" : result.rival(),
                    time(result.nanos()), result.isOurs() ? ratios(result, results) : ""));
        }
        return new ReportTable(
                "Time of one operation, median (least–most); ours beside each rival: how many times as fast",
                List.of("part", "implementation", "time", "times as fast"), rows);
    }

    /** The median of each in nanoseconds, and the ratio to the fastest rival. */
    static Map<String, Object> figures(List<PartResult> results) {
        Map<String, Object> figures = new LinkedHashMap<>();
        for (PartResult result : results) {
            String key = key(result.part() + " " + result.task());
            figures.put(key + (result.isOurs() ? "" : "_by_" + key(result.rival())) + "_ns",
                    Measures.rounded(result.nanos().median()));
            if (result.isOurs()) {
                results.stream().filter(other -> other.isRivalOf(result)).mapToDouble(result::timesAsFastAs).min()
                        .ifPresent(ratio -> figures.put(key + "_ratio", Measures.rounded(ratio)));
            }
        }
        return Collections.unmodifiableMap(figures);
    }

    private static String ratios(PartResult ours, List<PartResult> results) {
        return results.stream().filter(other -> other.isRivalOf(ours))
                .map(other -> String.format(Locale.ROOT, "%.2f", ours.timesAsFastAs(other)))
                .collect(Collectors.joining(" / "));
    }

    private static String time(Samples nanos) {
        double median = nanos.median();
        if (median < NANOS_PER_MICRO) {
            return nanos.text(1) + " ns";
        }
        return median < NANOS_PER_MILLI
                ? scaled(nanos, NANOS_PER_MICRO).text(2) + " µs"
                : scaled(nanos, NANOS_PER_MILLI).text(2) + " ms";
    }

    private static Samples scaled(Samples nanos, double unit) {
        return Samples.of(nanos.least() / unit, nanos.median() / unit, nanos.most() / unit);
    }

    private static String key(String words) {
        return words.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_").replaceAll("^_|_$", "");
    }
}
