package com.penguinmails.mta.simulate;

import com.penguinmails.mta.simulate.SimulationResult.ProviderResult;
import com.penguinmails.mta.simulate.SimulationResult.Totals;
import com.penguinmails.mta.simulate.StackedArea.Band;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A result as one HTML page that needs nothing else: drawings in the page, light and dark by the reader's setting. */
public final class SimulationPage {
    private static final int COLOURS = 8;
    private static final double HOUR = 3600;
    private static final int RATE_POINTS = 240;
    private static final String STYLE = """
            :root{color-scheme:light dark;--paper:#f6f7f9;--card:#fff;--ink:#1b2330;--soft:#5d6878;--line:#e2e6ec;
            --c0:#2f6fde;--c1:#e8803a;--c2:#7a52c7;--c3:#1fa187;--c4:#d64a7a;--c5:#c9a227;--c6:#4aa3df;--c7:#9aa4b2;
            --limit:#e8803a;--receiver:#d64a7a;--good:#1f8a5b;--bad:#c23b3b}
            @media(prefers-color-scheme:dark){:root{--paper:#12161d;--card:#1b212b;--ink:#e6eaf0;--soft:#9aa6b6;
            --line:#2c3440;--c0:#6b9cf0;--c1:#f0a068;--c2:#a98ae6;--c3:#4fc3a8;--c4:#e97fa3;--c5:#dfc15c;--c6:#83c4ee;
            --c7:#7c8796;--limit:#f0a068;--receiver:#e97fa3;--good:#58c594;--bad:#ef7b7b}}
            *{box-sizing:border-box}
            body{margin:0;background:var(--paper);color:var(--ink);font:15px/1.5 system-ui,-apple-system,"Segoe UI",
            Roboto,Ubuntu,sans-serif}
            main{max-width:1040px;margin:0 auto;padding:32px 20px 48px}
            h1{font-size:27px;line-height:1.25;margin:0 0 4px;letter-spacing:-.01em}
            h2{font-size:16px;margin:0 0 2px} p{margin:0 0 12px;color:var(--soft)}
            .lead{margin-bottom:22px}.good{color:var(--good)}.bad{color:var(--bad)}
            section{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:18px 20px;
            margin-top:16px;overflow-x:auto}
            .cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px}
            .card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 16px}
            .card b{display:block;font-size:21px;font-weight:600;font-variant-numeric:tabular-nums}
            .card span{color:var(--soft);font-size:13px}
            svg{width:100%;height:auto;display:block} svg text{fill:var(--soft);font-size:12px}
            .grid{stroke:var(--line)}.axis{stroke:var(--soft);stroke-width:1}.track{fill:var(--line);opacity:.5}
            .area{stroke:var(--card);stroke-width:.6}.limit{fill:var(--limit)}.receiver{fill:var(--receiver)}
            .shade1{opacity:.35}.shade2{opacity:.55}.shade3{opacity:.75}.shade4{opacity:1}
            .k0{fill:var(--c0);background:var(--c0)}.k1{fill:var(--c1);background:var(--c1)}
            .k2{fill:var(--c2);background:var(--c2)}.k3{fill:var(--c3);background:var(--c3)}
            .k4{fill:var(--c4);background:var(--c4)}.k5{fill:var(--c5);background:var(--c5)}
            .k6{fill:var(--c6);background:var(--c6)}.k7{fill:var(--c7);background:var(--c7)}
            .legend{display:flex;flex-wrap:wrap;gap:4px 16px;margin:2px 0 10px;font-size:13px;color:var(--soft)}
            .legend i{display:inline-block;width:11px;height:11px;border-radius:3px;margin-right:6px}
            table{border-collapse:collapse;width:100%;font-variant-numeric:tabular-nums;font-size:14px}
            th{font-weight:600;text-align:right;color:var(--soft);font-size:13px}
            th,td{padding:6px 10px;border-bottom:1px solid var(--line);white-space:nowrap}
            td{text-align:right} th:first-child,td:first-child{text-align:left;padding-left:0}
            td.words{white-space:normal;min-width:240px} tr:last-child td{border-bottom:0}
            """;

    private final SimulationResult result;
    private final double seconds;
    private final StringBuilder page = new StringBuilder();

    private SimulationPage(SimulationResult result) {
        this.result = result;
        this.seconds = Duration.between(result.start(), result.end()).toMillis() / 1000.0;
    }

    /** The whole page; well-formed as XML too. */
    public static String of(SimulationResult result) {
        return new SimulationPage(result).write();
    }

    static String colour(int number) {
        return "k" + number % COLOURS;
    }

    private String write() {
        page.append("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>")
                .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>")
                .append("<title>Simulation: ").append(Svg.escaped(verdict())).append("</title>\n<style>\n")
                .append(STYLE).append("</style></head>\n<body><main>\n");
        head();
        cards();
        delivered();
        rates();
        holds();
        days();
        providers();
        return page.append("</main></body></html>\n").toString();
    }

    private String verdict() {
        return result.finish() == null
                ? "not finished by " + SimulationText.time(result.end()) + " UTC"
                : "finished on " + SimulationText.time(result.finish()) + " UTC";
    }

    private void head() {
        boolean done = result.finish() != null;
        String time = SimulationText.span(Duration.between(result.start(), result.end()));
        page.append("<h1 class=\"").append(done ? "good" : "bad").append("\">")
                .append(Svg.escaped(verdict().substring(0, 1).toUpperCase(Locale.ROOT) + verdict().substring(1)))
                .append("</h1>\n<p class=\"lead\">").append(time).append(" after the start on ")
                .append(SimulationText.time(result.start())).append(" UTC.");
        if (!done) {
            page.append(' ').append(SimulationText.number(result.totals().unfinished()))
                    .append(" recipients are left: ").append(Svg.escaped(result.stopped())).append('.');
        }
        page.append("</p>\n");
    }

    private void cards() {
        Totals totals = result.totals();
        long deferrals = result.providers().stream().mapToLong(ProviderResult::deferrals).sum();
        page.append("<div class=\"cards\">\n");
        card(SimulationText.number(totals.recipients()), "recipients");
        card(SimulationText.number(totals.delivered()), "delivered, " + percent(totals.delivered(), totals));
        card(SimulationText.number(totals.bounced()), "bounced, " + percent(totals.bounced(), totals));
        card(SimulationText.number(totals.expired()), "expired, " + percent(totals.expired(), totals));
        card(SimulationText.number(deferrals), "deferrals in " + SimulationText.number(result.attempts())
                + " attempts");
        card(SimulationText.number(Math.round(totals.delivered() / Math.max(1, seconds) * HOUR)),
                "delivered an hour");
        page.append("</div>\n");
    }

    private static String percent(long part, Totals totals) {
        return String.format(Locale.ROOT, "%.1f %%", 100.0 * part / Math.max(1, totals.recipients()));
    }

    private void card(String value, String words) {
        page.append("<div class=\"card\"><b>").append(value).append("</b><span>").append(words)
                .append("</span></div>\n");
    }

    private void delivered() {
        List<Band> bands = bands();
        bands.forEach(band -> {
            double[] values = band.values;
            for (int i = 1; i < values.length; i++) {
                values[i] += values[i - 1];
            }
        });
        section("Delivered by provider", "Recipients delivered since the start.", legend(bands)
                + StackedArea.draw(bands, result.start(), result.stepSeconds(), seconds, "Delivered by provider"));
    }

    private void rates() {
        List<Band> fine = bands();
        int stride = Math.max(1, Math.ceilDiv(fine.getFirst().values.length, RATE_POINTS));
        double stepSeconds = stride * result.stepSeconds();
        List<Band> bands = fine.stream().map(band -> new Band(band.name, band.cssClass,
                perHour(band.values, stride, stepSeconds))).toList();
        section("Speed", "Recipients delivered an hour, by provider.",
                StackedArea.draw(bands, result.start(), stepSeconds, seconds, "Speed"));
    }

    /** The last interval may be cut short by the end. */
    private double[] perHour(double[] steps, int stride, double stepSeconds) {
        double[] rates = new double[Math.ceilDiv(steps.length, stride)];
        for (int i = 0; i < steps.length; i++) {
            rates[i / stride] += steps[i];
        }
        for (int i = 0; i < rates.length; i++) {
            double length = Math.min(stepSeconds, Math.max(1, seconds - i * stepSeconds));
            rates[i] *= HOUR / length;
        }
        return rates;
    }

    /** The largest providers with a colour each, and the rest as one. */
    private List<Band> bands() {
        List<ProviderResult> providers = result.providers();
        List<Band> bands = new ArrayList<>();
        boolean rest = providers.size() > COLOURS;
        int own = rest ? COLOURS - 1 : providers.size();
        for (int i = 0; i < own; i++) {
            bands.add(new Band(providers.get(i).name(), colour(i), values(providers.subList(i, i + 1))));
        }
        if (rest) {
            bands.add(new Band("all others", colour(own), values(providers.subList(own, providers.size()))));
        }
        return bands;
    }

    private static double[] values(List<ProviderResult> providers) {
        double[] values = new double[providers.getFirst().curve().size()];
        for (ProviderResult provider : providers) {
            for (int i = 0; i < values.length; i++) {
                values[i] += provider.curve().get(i);
            }
        }
        return values;
    }

    private static String legend(List<Band> bands) {
        return bands.stream().map(band -> entry(band.name, band.cssClass))
                .collect(Collectors.joining("", "<div class=\"legend\">", "</div>\n"));
    }

    private static String entry(String name, String cssClass) {
        return "<span><i class=\"" + cssClass + "\"></i>" + Svg.escaped(name) + "</span>";
    }

    private void holds() {
        if (result.limits().isEmpty()) {
            return;
        }
        section("What holds the mail", "Each limit of ours, and each thing that receivers said, from when to when; the"
                + " stronger the colour, the more mail it held.",
                HoldChart.draw(result.limits(), result.start(), seconds));
        page.append("<section>\n<table><tr><th>Limit or reason</th><th>whose</th><th>held for</th><th>most held</th>")
                .append("<th>on average</th></tr>\n");
        result.limits().stream().limit(40).forEach(hold -> row(List.of(hold.limit(), SimulationText.whose(hold),
                SimulationText.span(Duration.ofSeconds(hold.seconds())), SimulationText.number(hold.mostHeld()),
                SimulationText.number(hold.averageHeld()))));
        page.append("</table>\n</section>\n");
    }

    private void days() {
        var chart = new DayChart(result.days());
        if (result.days().isEmpty()) {
            return;
        }
        List<Band> sources = new ArrayList<>();
        for (int i = 0; i < chart.sources().size(); i++) {
            sources.add(new Band(chart.sources().get(i), colour(i), new double[0]));
        }
        section("Sent on each day",
                "Attempts by egress source, days in UTC." + (isWarmUpSeen()
                        ? " A source that is warmed up sends no more than its caps, which grow from day to day."
                        : ""),
                legend(sources) + chart.draw());
    }

    private boolean isWarmUpSeen() {
        return result.limits().stream().anyMatch(hold -> hold.limit().startsWith("warm-up "));
    }

    private void providers() {
        page.append("<section>\n<h2>Providers</h2>\n<table><tr><th>Provider</th><th>recipients</th><th>delivered</th>")
                .append("<th>bounced</th><th>expired</th><th>left</th><th>deferrals</th><th>finish (UTC)</th></tr>\n");
        for (ProviderResult provider : result.providers()) {
            Totals totals = provider.totals();
            row(List.of(provider.name(), SimulationText.number(totals.recipients()),
                    SimulationText.number(totals.delivered()), SimulationText.number(totals.bounced()),
                    SimulationText.number(totals.expired()), SimulationText.number(totals.unfinished()),
                    SimulationText.number(provider.deferrals()), SimulationText.time(provider.finish())));
        }
        page.append("</table>\n</section>\n");
    }

    private void row(List<String> cells) {
        page.append("<tr><td class=\"words\">").append(Svg.escaped(cells.getFirst())).append("</td>");
        cells.subList(1, cells.size()).forEach(cell -> page.append("<td>").append(Svg.escaped(cell)).append("</td>"));
        page.append("</tr>\n");
    }

    private void section(String title, String words, String content) {
        page.append("<section>\n<h2>").append(title).append("</h2>\n<p>").append(words).append("</p>\n").append(content)
                .append("</section>\n");
    }
}
