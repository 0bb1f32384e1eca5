package com.penguinmails.mta.simulate;

import java.util.List;
import java.util.stream.Collectors;

/** Lines up cells in columns. */
final class TextColumns {
    private static final String GAP = "  ";

    private TextColumns() {}

    /**
     * A table without a line end at its end.
     *
     * @param rows the headings first, all of the same length
     * @param words how many of the first columns begin at the left; the others, numbers, end at the right
     */
    static String of(List<List<String>> rows, int words) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        return rows.stream().map(row -> line(row, widths, words)).collect(Collectors.joining("\n"));
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
