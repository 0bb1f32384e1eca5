package com.penguinmails.mta.cli.inject;

import java.util.Locale;
import java.util.SortedMap;

/**
 * What came of a run, up to a moment.
 *
 * @param answered messages that got a final word, of which {@code accepted} a good one (2xx)
 * @param failed messages without one: the connection could not be made or broke
 * @param replies how often each reply code or status came
 * @param p50Millis the median time from the start of a submission to its answer
 * @param lastFailure what was wrong with the last of the failed, empty if there is none
 */
public record InjectionSummary(long answered, long accepted, long failed, SortedMap<Integer, Long> replies,
        double p50Millis,
        double p99Millis, double seconds, String lastFailure) {
    private static final int BAR = 30;

    /** Answers a second. */
    public double perSecond() {
        return seconds > 0 ? answered / seconds : 0;
    }

    /** One line with a bar. */
    public String progress(long count) {
        int filled = (int) (BAR * (answered + failed) / count);
        return String.format(Locale.ROOT, "[%s%s] %,d of %,d, %,.0f/s, p50 %.1f ms, p99 %.1f ms, %,d failed",
                "#".repeat(filled),
                ".".repeat(BAR - filled), answered, count, perSecond(), p50Millis, p99Millis, failed);
    }

    /** Several lines. */
    public String table() {
        StringBuilder table = new StringBuilder();
        row(table, "accepted", (double) accepted, "%,15.0f");
        row(table, "failed", (double) failed, "%,15.0f");
        replies.forEach((code, times) -> row(table, "reply " + code, times, "%,15.0f"));
        row(table, "seconds", seconds, "%,15.1f");
        row(table, "messages/s", perSecond(), "%,15.0f");
        row(table, "p50 ms", p50Millis, "%,15.1f");
        row(table, "p99 ms", p99Millis, "%,15.1f");
        return table.append(lastFailure.isEmpty() ? "" : "last failure: " + lastFailure).toString().stripTrailing();
    }

    private static void row(StringBuilder table, String name, double value, String format) {
        table.append(String.format(Locale.ROOT, "%-20s" + format + "%n", name, value));
    }
}
