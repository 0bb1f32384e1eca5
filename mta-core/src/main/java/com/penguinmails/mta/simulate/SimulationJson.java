package com.penguinmails.mta.simulate;

import com.penguinmails.mta.simulate.SimulationResult.ProviderResult;
import com.penguinmails.mta.simulate.SimulationResult.Totals;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A result as data: the names are those of the API. */
public final class SimulationJson {
    /** Points of a curve. */
    private static final int MOST_POINTS = 200;
    private static final int MOST_LIMITS = 100;

    private SimulationJson() {}

    /** The members, in order. */
    public static Map<String, @Nullable Object> of(SimulationResult result) {
        var view = new LinkedHashMap<String, @Nullable Object>();
        view.put("finish", text(result.finish()));
        view.put("start", text(result.start()));
        view.put("seconds", Duration.between(result.start(), result.end()).toSeconds());
        view.put("finished", result.finish() != null);
        view.put("stopped", result.stopped());
        view.putAll(totals(result.totals()));
        view.put("attempts", result.attempts());
        view.put("limits", result.limits().stream().limit(MOST_LIMITS).map(SimulationJson::limit).toList());
        view.put("providers", result.providers().stream().map(provider -> provider(provider, result)).toList());
        view.put("days", days(result));
        return view;
    }

    private static Map<String, Object> totals(Totals totals) {
        var view = new LinkedHashMap<String, Object>();
        view.put("recipients", totals.recipients());
        view.put("delivered", totals.delivered());
        view.put("bounced", totals.bounced());
        view.put("expired", totals.expired());
        view.put("unfinished", totals.unfinished());
        return view;
    }

    private static Map<String, Object> limit(LimitHold hold) {
        var view = new LinkedHashMap<String, Object>();
        view.put("limit", hold.limit());
        view.put("kind", hold.kind());
        view.put("seconds", hold.seconds());
        view.put("first_second", hold.firstSeconds());
        view.put("last_second", hold.lastSeconds());
        view.put("most_held", hold.mostHeld());
        view.put("average_held", hold.averageHeld());
        return view;
    }

    private static Map<String, @Nullable Object> provider(ProviderResult provider, SimulationResult result) {
        var view = new LinkedHashMap<String, @Nullable Object>();
        view.put("provider", provider.name());
        view.put("finish", text(provider.finish()));
        view.putAll(totals(provider.totals()));
        view.put("deferrals", provider.deferrals());
        view.put("curve", curve(provider.curve(), result));
        return view;
    }

    /** Pairs of seconds since the start and recipients delivered by then. */
    private static List<List<Long>> curve(List<Integer> steps, SimulationResult result) {
        int stride = Math.max(1, Math.ceilDiv(steps.size(), MOST_POINTS));
        long end = Duration.between(result.start(), result.end()).toSeconds();
        List<List<Long>> points = new ArrayList<>();
        long delivered = 0;
        for (int i = 0; i < steps.size(); i++) {
            delivered += steps.get(i);
            if ((i + 1) % stride == 0 || i == steps.size() - 1) {
                points.add(List.of(Math.min(end, Math.round((i + 1) * result.stepSeconds())), delivered));
            }
        }
        return points;
    }

    /** One row for each day and source, with what it sent to each provider. */
    private static List<Map<String, Object>> days(SimulationResult result) {
        Map<List<String>, Map<String, Long>> rows = result.days().stream().collect(Collectors.groupingBy(
                day -> List.of(day.day(), day.source()), LinkedHashMap::new,
                Collectors.toMap(SimulationResult.SourceDay::provider, SimulationResult.SourceDay::sent, Long::sum,
                        LinkedHashMap::new)));
        return rows.entrySet().stream().<Map<String, Object>>map(row -> {
            var view = new LinkedHashMap<String, Object>();
            view.put("day", row.getKey().getFirst());
            view.put("source", row.getKey().getLast());
            view.put("sent", row.getValue().values().stream().mapToLong(Long::longValue).sum());
            view.put("by_provider", row.getValue());
            return view;
        }).toList();
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
