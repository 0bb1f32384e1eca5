package com.penguinmails.mta.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.text.TextColumns;
import com.penguinmails.mta.time.SystemClock;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Commands in words and tables for people. */
final class CommandText {
    private final PrintWriter out;
    private final TimeText times;

    private CommandText(PrintWriter out, TimeText times) {
        this.out = out;
        this.times = times;
    }

    /** With times as far away as they are now. */
    static CommandText to(PrintWriter out) {
        return new CommandText(out, TimeText.at(new SystemClock().millis()));
    }

    /** How times are written. */
    TimeText times() {
        return times;
    }

    /** What a command would touch. */
    void preview(JsonNode preview) {
        out.println(preview.path("command").asText() + ": " + recipients(preview.path("recipients").asLong()));
        counts("tenant", preview.path("by_tenant"));
        counts("provider", preview.path("by_provider"));
        long undecided = preview.path("undecided").asLong();
        if (undecided > 0) {
            out.println("  not decided: " + recipients(undecided) + " whose domain is not resolved yet");
        }
        out.flush();
    }

    /** One command. */
    void report(JsonNode report) {
        out.println(report.path("id").asText() + "  " + report.path("words").asText() + ": "
                + report.path("state").asText().replace('_', ' ') + ", "
                + recipients(report.path("recipients").asLong()));
    }

    /** Several commands, one a line. */
    void reports(JsonNode reports) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("id", "state", "command", "recipients", "touched", "operator", "issued", "until", "reason"));
        for (JsonNode report : reports) {
            rows.add(List.of(report.path("id").asText(), report.path("state").asText().replace('_', ' '),
                    report.path("words").asText(), report.path("recipients").asText(), report.path("touched").asText(),
                    report.path("operator").asText(), times.of(report.path("issued_at")),
                    times.of(report.path("until")),
                    report.path("reason").asText()));
        }
        table(rows);
    }

    /** Rows of equal length, the headings first. */
    void table(List<List<String>> rows) {
        out.println(TextColumns.ofWords(rows));
        out.flush();
    }

    private void counts(String what, JsonNode counts) {
        counts.properties().forEach(entry -> out.println("  " + what + " "
                + (entry.getKey().isEmpty() ? "(none)" : entry.getKey()) + ": "
                + recipients(entry.getValue().asLong())));
    }

    private static String recipients(long count) {
        return count == 1 ? "1 recipient" : String.format("%,d recipients", count);
    }
}
