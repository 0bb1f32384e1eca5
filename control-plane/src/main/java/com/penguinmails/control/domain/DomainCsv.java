package com.penguinmails.control.domain;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A list of domains as CSV (RFC 4180): a first line with {@code name} and, if wanted, {@code workspace_id}; then a domain a line. Quotes
 * around a value are allowed, line ends inside of one are not. Empty lines are passed over.
 */
final class DomainCsv {
    static final int MAX_ROWS = 500;
    private static final String NAME = "name";
    private static final String WORKSPACE = "workspace_id";

    private DomainCsv() {}

    /**
     * A line of the file.
     *
     * @param line its number, from 1
     * @param workspace null: that of the request
     * @param problem why the line cannot be read; empty: it can
     */
    record Row(int line, String name, @Nullable String workspace, String problem) {}

    /** @throws IllegalArgumentException if the first line is none, or there are too many or none */
    static List<Row> parse(String text) {
        List<String> lines = text.lines().toList();
        List<String> columns = lines.isEmpty()
                ? List.of()
                : values(lines.getFirst().replace("\uFEFF", "")).stream().map(column -> column.toLowerCase(Locale.ROOT))
                        .toList();
        if (!columns.contains(NAME) || !List.of(NAME, WORKSPACE).containsAll(columns)
                || columns.stream().distinct().count() < columns.size()) {
            throw new IllegalArgumentException("the first line names the columns: name, or name,workspace_id");
        }
        List<Row> rows = new ArrayList<>();
        for (int i = 1; i < lines.size(); i++) {
            if (!lines.get(i).isBlank()) {
                rows.add(row(i + 1, values(lines.get(i)), columns));
            }
        }
        if (rows.isEmpty() || rows.size() > MAX_ROWS) {
            throw new IllegalArgumentException(
                    rows.size() + " domains: 1 to " + MAX_ROWS + " are taken at once, a line each after the first");
        }
        return rows;
    }

    private static Row row(int line, List<String> values, List<String> columns) {
        if (values.size() != columns.size()) {
            return new Row(line, "", null,
                    columns.size() + " values are expected, and " + values.size() + " are there");
        }
        int workspace = columns.indexOf(WORKSPACE);
        String named = workspace < 0 ? "" : values.get(workspace);
        return new Row(line, values.get(columns.indexOf(NAME)), named.isEmpty() ? null : named, "");
    }

    private static List<String> values(String line) {
        List<String> values = new ArrayList<>();
        var value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"' && quoted && i + 1 < line.length() && line.charAt(i + 1) == '"') {
                value.append('"');
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                values.add(value.toString().strip());
                value.setLength(0);
            } else {
                value.append(c);
            }
        }
        values.add(value.toString().strip());
        return values;
    }
}
