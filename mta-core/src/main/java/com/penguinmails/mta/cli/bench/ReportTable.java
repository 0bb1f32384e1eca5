package com.penguinmails.mta.cli.bench;

import com.penguinmails.mta.text.TextColumns;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of a report.
 *
 * @param caption one line that says what the rows are, with units
 * @param rows each with as many cells as there are headings
 */
public record ReportTable(String caption, List<String> headings, List<List<String>> rows) {
    private static final int MARGIN = 2;

    public ReportTable {
        headings = List.copyOf(headings);
        rows = List.copyOf(rows);
        for (List<String> row : rows) {
            if (row.size() != headings.size()) {
                throw new IllegalArgumentException("a row of " + row.size() + " cells under " + headings.size()
                        + " headings: " + row);
            }
        }
    }

    /** For a terminal: columns in line, numbers and all else to the right, the first column to the left. */
    public String text() {
        List<List<String>> lines = new ArrayList<>();
        lines.add(headings);
        lines.addAll(rows);
        return caption + "\n" + TextColumns.of(lines, 1).indent(MARGIN);
    }

    /** For a file of results. */
    public String markdown() {
        String rule = headings.stream().map(_ -> "---").collect(Collectors.joining("|", "|", "|\n"));
        return caption + "\n\n" + markdown(headings) + rule
                + rows.stream().map(ReportTable::markdown).collect(Collectors.joining());
    }

    private static String markdown(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
