package com.penguinmails.mta.cli.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a benchmark found.
 *
 * @param title one line
 * @param tables for people
 * @param figures for programs: the members of the line of JSON, in snake case with the unit at the end, in this order
 * @param notes what a reader must know to trust the figures: what exactly was measured, and what it leaves out
 */
public record BenchmarkReport(String title, List<ReportTable> tables, Map<String, Object> figures,
        List<String> notes) {

    public BenchmarkReport {
        tables = List.copyOf(tables);
        figures = Collections.unmodifiableMap(new LinkedHashMap<>(figures));
        notes = List.copyOf(notes);
    }

    /** For a terminal. */
    public String text() {
        return title + "\n\n" + tables.stream().map(ReportTable::text).collect(Collectors.joining("\n"))
                + notes.stream().map(note -> "\n" + note).collect(Collectors.joining());
    }

    /** For a file of results, with two hashes at its heading. */
    public String markdown() {
        return "## " + title + "\n\n" + tables.stream().map(ReportTable::markdown).collect(Collectors.joining("\n"))
                + notes.stream().map(note -> "\n" + note + "\n").collect(Collectors.joining());
    }
}
