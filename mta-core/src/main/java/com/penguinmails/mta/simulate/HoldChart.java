package com.penguinmails.mta.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What held mail, each from when to when, as strong as it held. */
final class HoldChart {
    private static final int ROW = 40;
    private static final int ROOM = 40;
    private static final int BAR = 12;
    private static final int MOST = 10;
    private static final double FAINTEST = 0.25;

    private HoldChart() {}

    static String draw(List<LimitHold> all, Instant start, double seconds) {
        List<LimitHold> holds = all.subList(0, Math.min(MOST, all.size()));
        int height = holds.size() * ROW + ROOM;
        var frame = new ChartFrame(height, start, seconds, 1);
        var svg = new Svg(ChartFrame.WIDTH, height, "What holds the mail, from when to when");
        long most = holds.stream().mapToLong(LimitHold::averageHeld).max().orElse(1);
        svg.line(ChartFrame.LEFT, frame.bottom(), ChartFrame.WIDTH - ChartFrame.RIGHT, frame.bottom(), "axis");
        for (int i = 0; i < holds.size(); i++) {
            drawRow(svg, frame, holds.get(i), ChartFrame.TOP + i * ROW, most);
        }
        frame.drawTimes(svg);
        return svg.end();
    }

    private static void drawRow(Svg svg, ChartFrame frame, LimitHold hold, double top, long most) {
        double strength = FAINTEST + (1 - FAINTEST) * hold.averageHeld() / Math.max(1, most);
        int shade = (int) Math.ceil(strength * 4);
        String held = SimulationText.span(Duration.ofSeconds(hold.seconds()));
        svg.label(ChartFrame.LEFT, top + 10, "start",
                hold.limit() + " · holds " + ChartFrame.shortNumber((double) hold.averageHeld()) + " on average, for "
                        + held);
        svg.bar(ChartFrame.LEFT, top + 16, ChartFrame.WIDTH - ChartFrame.LEFT - ChartFrame.RIGHT, BAR, "track", "");
        double from = frame.x((double) hold.firstSeconds());
        svg.bar(from, top + 16, Math.max(3, frame.x((double) hold.lastSeconds()) - from), BAR,
                hold.kind() + " shade" + shade, hold.limit() + ": at most " + SimulationText.number(hold.mostHeld())
                        + " at once");
    }
}
