package com.penguinmails.mta.cli.bench;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A table of a report.
 *
 * @param caption one line that says what the rows are, with units
 * @param rows each with as many cells as there are headings
 */
public record ReportTable(String caption, List<String> headings, List<List<String>> rows) {

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
        StringBuilder text = new StringBuilder(caption).append('\n');
        line(text, headings);
        rows.forEach(row -> line(text, row));
        return text.toString();
    }

    /** For a file of results. */
    public String markdown() {
        String rule = headings.stream().map(_ -> "---").collect(Collectors.joining("|", "|", "|\n"));
        return caption + "\n\n" + markdown(headings) + rule
                + rows.stream().map(ReportTable::markdown).collect(Collectors.joining());
    }

    private void line(StringBuilder text, List<String> cells) {
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String blank = " ".repeat(width(column) - cell.length());
            text.append("  ").append(column == 0 ? cell + blank : blank + cell);
        }
        text.append('\n');
    }

    private int width(int column) {
        int widest = headings.get(column).length();
        for (List<String> row : rows) {
            widest = Math.max(widest, row.get(column).length());
        }
        return widest;
    }

    private static String markdown(List<String> cells) {
        return cells.stream().collect(Collectors.joining(" | ", "| ", " |\n"));
    }
}
