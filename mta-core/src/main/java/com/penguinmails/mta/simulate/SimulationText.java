package com.penguinmails.mta.simulate;

import com.penguinmails.mta.simulate.SimulationResult.ProviderResult;
import com.penguinmails.mta.text.TextColumns;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A result for a terminal. */
public final class SimulationText {
    private static final int MOST_LIMITS = 12;
    private static final int MOST_DAYS = 31;
    private static final int WIDEST_LIMIT = 72;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private SimulationText() {}

    /** Several lines, without a line end at the end. */
    public static String of(SimulationResult result) {
        var text = new StringBuilder(headline(result)).append("\n\n").append(providers(result));
        if (!result.limits().isEmpty()) {
            text.append("\n\nWhat holds the mail, the most and the longest first:\n").append(limits(result));
        }
        if (result.days().stream().map(SimulationResult.SourceDay::day).distinct().count() > 1) {
            text.append("\n\nSent on each day (UTC), by source:\n").append(days(result));
        }
        return text.toString();
    }

    static String headline(SimulationResult result) {
        Duration time = Duration.between(result.start(), result.end());
        String recipients = number(result.totals().recipients()) + " recipients from " + time(result.start());
        return result.finish() == null
                ? "Not finished: of " + recipients + ", " + number(result.totals().unfinished())
                        + " are left at " + time(result.end()) + " after " + span(time) + ": " + result.stopped() + "."
                : "Finished at " + time(result.end()) + " UTC, after " + span(time) + ": " + recipients + ".";
    }

    private static String providers(SimulationResult result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("provider", "recipients", "delivered", "bounced", "expired", "left", "deferrals", "per hour",
                "finish (UTC)"));
        result.providers().forEach(provider -> rows.add(row(provider, result.start(), result.end())));
        return TextColumns.of(rows, 1);
    }

    private static List<String> row(ProviderResult provider, Instant start, Instant end) {
        Instant last = provider.finish() == null ? end : provider.finish();
        double hours = Math.max(1, Duration.between(start, last).toMillis()) / 3_600_000.0;
        return List.of(provider.name(), number(provider.totals().recipients()), number(provider.totals().delivered()),
                number(provider.totals().bounced()), number(provider.totals().expired()),
                number(provider.totals().unfinished()), number(provider.deferrals()),
                number(Math.round(provider.totals().delivered() / hours)), time(provider.finish()));
    }

    private static String limits(SimulationResult result) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("limit or reason", "whose", "held for", "from", "until", "most held", "on average"));
        result.limits().stream().limit(MOST_LIMITS).forEach(hold -> rows.add(List.of(shortened(hold.limit()),
                whose(hold), span(Duration.ofSeconds(hold.seconds())), span(Duration.ofSeconds(hold.firstSeconds())),
                span(Duration.ofSeconds(hold.lastSeconds())), number(hold.mostHeld()), number(hold.averageHeld()))));
        String table = TextColumns.of(rows, 2);
        int more = result.limits().size() - MOST_LIMITS;
        return more > 0 ? table + "\n… and " + more + " more; --json and --html show them." : table;
    }

    static String whose(LimitHold hold) {
        return hold.kind().equals("limit") ? "ours" : "the receiver's";
    }

    private static String days(SimulationResult result) {
        Map<String, Map<String, Long>> byDay = new TreeMap<>();
        List<String> sources = result.days().stream().map(SimulationResult.SourceDay::source).distinct().sorted()
                .toList();
        result.days().forEach(day -> byDay.computeIfAbsent(day.day(), _ -> new TreeMap<>()).merge(day.source(),
                day.sent(), Long::sum));
        List<List<String>> rows = new ArrayList<>();
        List<String> headings = new ArrayList<>(List.of("day"));
        headings.addAll(sources);
        rows.add(headings);
        byDay.entrySet().stream().limit(MOST_DAYS).forEach(day -> {
            List<String> row = new ArrayList<>(List.of(day.getKey()));
            sources.forEach(source -> row.add(number(day.getValue().getOrDefault(source, 0L))));
            rows.add(row);
        });
        return TextColumns.of(rows, 1);
    }

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String time(@Nullable Instant instant) {
        return instant == null ? "–" : TIME.format(instant);
    }

    /** The two largest units, such as {@code 4 d 7 h}. */
    static String span(Duration duration) {
        long[] parts = {duration.toDays(), duration.toHoursPart(), duration.toMinutesPart(), duration.toSecondsPart()};
        String[] units = {"d", "h", "min", "s"};
        List<String> words = new ArrayList<>();
        for (int i = 0; i < parts.length && words.size() < 2; i++) {
            if (parts[i] > 0 || !words.isEmpty()) {
                words.add(parts[i] + " " + units[i]);
            }
        }
        return words.isEmpty() ? "0 s" : words.stream().collect(Collectors.joining(" "));
    }

    private static String shortened(String text) {
        return text.length() <= WIDEST_LIMIT ? text : text.substring(0, WIDEST_LIMIT - 1) + "…";
    }
}
