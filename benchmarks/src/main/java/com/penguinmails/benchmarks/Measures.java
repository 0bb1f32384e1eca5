package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.cli.bench.Samples;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The measures of one benchmark, in order: rows of a table for people and figures for programs. For one thread. */
final class Measures {
    private static final double THOUSANDTHS = 1000;

    private final List<List<String>> rows = new ArrayList<>();
    private final Map<String, Object> figures = new LinkedHashMap<>();

    /**
     * Adds one.
     *
     * @param key of the median among the figures, in snake case with the unit at its end
     * @param words what it is, with the unit
     * @param goal what it should be, empty for none
     */
    void add(String key, String words, Samples samples, int decimals, String goal) {
        rows.add(List.of(words, samples.text(decimals), goal));
        figures.put(key, rounded(samples.median()));
    }

    /** Adds what follows from other measures. */
    void add(String key, String words, double value, String goal) {
        rows.add(List.of(words, String.format(Locale.ROOT, "%.2f", value), goal));
        figures.put(key, rounded(value));
    }

    ReportTable table(String caption) {
        return new ReportTable(caption, List.of("measure", "median (least–most)", "goal"), rows);
    }

    Map<String, Object> figures() {
        return Collections.unmodifiableMap(figures);
    }

    static double rounded(double value) {
        return Math.round(value * THOUSANDTHS) / THOUSANDTHS;
    }
}
