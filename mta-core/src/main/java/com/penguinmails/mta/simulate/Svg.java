package com.penguinmails.mta.simulate;

import java.util.Locale;

/** Writes one SVG drawing into a page: colours by class, so that the page's style gives them for light and for dark. */
final class Svg {
    private final StringBuilder text = new StringBuilder();

    Svg(int width, int height, String label) {
        text.append("<svg viewBox=\"0 0 ").append(width).append(' ').append(height)
                .append("\" role=\"img\" aria-label=\"").append(escaped(label)).append("\">\n");
    }

    void line(double x1, double y1, double x2, double y2, String cssClass) {
        text.append("<line x1=\"").append(at(x1)).append("\" y1=\"").append(at(y1)).append("\" x2=\"").append(at(x2))
                .append("\" y2=\"").append(at(y2)).append("\" class=\"").append(cssClass).append("\"/>\n");
    }

    /** @param anchor {@code start}, {@code middle} or {@code end} */
    void label(double x, double y, String anchor, String words) {
        text.append("<text x=\"").append(at(x)).append("\" y=\"").append(at(y)).append("\" text-anchor=\"")
                .append(anchor).append("\">").append(escaped(words)).append("</text>\n");
    }

    /** A filled shape with words that are shown when it is pointed at. */
    void shape(String path, String cssClass, String tip) {
        text.append("<path d=\"").append(path).append("\" class=\"").append(cssClass).append("\"><title>")
                .append(escaped(tip)).append("</title></path>\n");
    }

    void bar(double x, double y, double width, double height, String cssClass, String tip) {
        text.append("<rect x=\"").append(at(x)).append("\" y=\"").append(at(y)).append("\" width=\"")
                .append(at(Math.max(0, width))).append("\" height=\"").append(at(Math.max(0, height)))
                .append("\" class=\"").append(cssClass).append("\"><title>").append(escaped(tip))
                .append("</title></rect>\n");
    }

    String end() {
        return text.append("</svg>\n").toString();
    }

    static String at(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    static String escaped(String words) {
        return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }
}
