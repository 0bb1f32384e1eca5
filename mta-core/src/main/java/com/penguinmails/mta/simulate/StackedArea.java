package com.penguinmails.mta.simulate;

import java.time.Instant;
import java.util.List;
import java.util.Locale;

/** A chart of areas on top of one another over time. */
final class StackedArea {
    private static final int HEIGHT = 320;

    /** One area: its values at the end of each step, as many for each area. */
    static final class Band {
        final String name;
        final String cssClass;
        final double[] values;

        Band(String name, String cssClass, double[] values) {
            this.name = name;
            this.cssClass = cssClass;
            this.values = values;
        }
    }

    private StackedArea() {}

    /** @param stepSeconds how long a step is; the axis ends at the last one or at {@code seconds}, whichever is first */
    static String draw(List<Band> bands, Instant start, double stepSeconds, double seconds, String label) {
        int steps = bands.getFirst().values.length;
        double[] sums = new double[steps];
        double most = 0;
        for (Band band : bands) {
            for (int i = 0; i < steps; i++) {
                sums[i] += band.values[i];
                most = Math.max(most, sums[i]);
            }
        }
        var frame = new ChartFrame(HEIGHT, start, seconds, most);
        var svg = new Svg(ChartFrame.WIDTH, HEIGHT, label);
        frame.drawGrid(svg);
        double[] below = new double[steps];
        for (Band band : bands) {
            svg.shape(path(band, below, frame, stepSeconds), "area " + band.cssClass, band.name);
            for (int i = 0; i < steps; i++) {
                below[i] += band.values[i];
            }
        }
        frame.drawTimes(svg);
        return svg.end();
    }

    private static String path(Band band, double[] below, ChartFrame frame, double stepSeconds) {
        var path = new StringBuilder();
        int steps = below.length;
        point(path, 'M', frame.x(0), frame.y(0));
        for (int i = 0; i < steps; i++) {
            point(path, 'L', frame.x((i + 1) * stepSeconds), frame.y(below[i] + band.values[i]));
        }
        for (int i = steps - 1; i >= 0; i--) {
            point(path, 'L', frame.x((i + 1) * stepSeconds), frame.y(below[i]));
        }
        return path.append('Z').toString();
    }

    private static void point(StringBuilder path, char command, double x, double y) {
        path.append(String.format(Locale.ROOT, "%c%.1f %.1f", command, x, y));
    }
}
