package com.penguinmails.mta.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lines up the cells of a table for a terminal: columns are as wide as their widest cell and two spaces apart, and no line ends in
 * spaces. Stateless.
 */
public final class TextColumns {
    private static final String GAP = "  ";

    private TextColumns() {}

    /**
     * A table without a line end at its end.
     *
     * @param rows the headings first, all of the same length
     * @param words how many of the first columns begin at the left; the others, numbers, end at the right
     */
    public static String of(List<List<String>> rows, int words) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths, words)).collect(Collectors.joining("\n"));
    }

    /** A table of words alone. */
    public static String ofWords(List<List<String>> rows) {
        return of(rows, rows.getFirst().size());
    }

    private static String line(List<String> row, int[] widths, int words) {
        var line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String space = " ".repeat(widths[i] - row.get(i).length());
            line.append(i == 0 ? "" : GAP).append(i < words ? row.get(i) + space : space + row.get(i));
        }
        return line.toString().stripTrailing();
    }
}
