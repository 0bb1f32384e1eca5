package com.penguinmails.mta.simulate;

import com.penguinmails.mta.simulate.SimulationResult.SourceDay;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What is sent on each day, by source. */
final class DayChart {
    private static final int HEIGHT = 260;
    private static final int WIDEST_BAR = 90;
    private static final double SHARE_OF_ROOM = 0.7;
    private static final int MOST_LABELS = 16;

    private final Map<String, Map<String, Long>> byDay = new TreeMap<>();
    private final List<String> sources;

    DayChart(List<SourceDay> days) {
        var names = new LinkedHashSet<String>();
        for (SourceDay day : days) {
            names.add(day.source());
            byDay.computeIfAbsent(day.day(), _ -> new TreeMap<>()).merge(day.source(), day.sent(), Long::sum);
        }
        sources = names.stream().sorted().toList();
    }

    /** In the order of their colours. */
    List<String> sources() {
        return sources;
    }

    String draw() {
        double most = byDay.values().stream().mapToLong(DayChart::sum).max().orElse(1);
        var frame = new ChartFrame(HEIGHT, Instant.EPOCH, 1, most);
        var svg = new Svg(ChartFrame.WIDTH, HEIGHT, "Sent on each day, by source");
        frame.drawGrid(svg);
        double room = (double) (ChartFrame.WIDTH - ChartFrame.LEFT - ChartFrame.RIGHT) / byDay.size();
        List<String> days = new ArrayList<>(byDay.keySet());
        int stride = Math.ceilDiv(days.size(), MOST_LABELS);
        for (int i = 0; i < days.size(); i++) {
            double middle = ChartFrame.LEFT + room * (i + 0.5);
            drawDay(svg, frame, days.get(i), middle, Math.min(WIDEST_BAR, room * SHARE_OF_ROOM));
            if (i % stride == 0) {
                svg.label(middle, frame.bottom() + 20, "middle", days.get(i).substring(5));
            }
        }
        return svg.end();
    }

    private void drawDay(Svg svg, ChartFrame frame, String day, double middle, double width) {
        double below = 0;
        for (int i = 0; i < sources.size(); i++) {
            long sent = byDay.getOrDefault(day, Map.of()).getOrDefault(sources.get(i), 0L);
            double top = frame.y(below + sent);
            svg.bar(middle - width / 2, top, width, frame.y(below) - top, "area " + SimulationPage.colour(i),
                    sources.get(i) + " on " + day + ": " + SimulationText.number(sent));
            below += sent;
        }
    }

    private static long sum(Map<String, Long> sent) {
        return sent.values().stream().mapToLong(Long::longValue).sum();
    }
}
