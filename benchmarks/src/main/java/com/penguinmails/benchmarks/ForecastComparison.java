package com.penguinmails.benchmarks;

import com.penguinmails.benchmarks.CampaignOutcome.Curve;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.config.ConfigException;
import com.penguinmails.mta.simulate.SimulationInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * One campaign, simulated and sent.
 *
 * @param recipients of it
 */
record ForecastComparison(int recipients, CampaignOutcome simulated, CampaignOutcome sent) {
    private static final Duration LONGEST = Duration.ofMinutes(2);

    static ForecastComparison measure(ScaledCampaign campaign, BenchmarkRun run)
            throws ConfigException, SimulationInputException, IOException, InterruptedException {
        CampaignOutcome simulated = campaign.simulate();
        Path directory = Files.createTempDirectory("penguin-bench-forecast");
        try {
            return new ForecastComparison(campaign.recipients(), simulated,
                    SentCampaign.send(campaign, directory, LONGEST, run.clock(), run.progress()));
        } finally {
            TemporaryDirectory.delete(directory);
        }
    }

    /** For programs. */
    Map<String, Object> figures() {
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("sent_recipients", recipients);
        figures.put("simulated_finish_seconds", rounded(simulated.finishSeconds()));
        figures.put("sent_finish_seconds", rounded(sent.finishSeconds()));
        figures.put("difference_percent", rounded(simulated.finishDifferencePercent(sent)));
        figures.put("largest_curve_difference_percent", rounded(simulated.providers().keySet().stream()
                .mapToDouble(provider -> simulated.curveDifferencePercent(sent, provider)).max().orElseThrow()));
        return figures;
    }

    /** For people. */
    ReportTable table() {
        List<List<String>> rows = new ArrayList<>();
        simulated.providers().forEach((provider, curve) -> rows.add(row(provider, curve,
                Objects.requireNonNull(sent.providers().get(provider)),
                simulated.curveDifferencePercent(sent, provider))));
        rows.add(List.of("all", Integer.toString(recipients), "", "", "",
                pair(simulated.finishSeconds(), sent.finishSeconds()),
                decimal(simulated.finishDifferencePercent(sent)) + " %"));
        return new ReportTable("Seconds from acceptance until so much of a provider was delivered: simulated / sent",
                List.of("provider", "recipients", "25 %", "50 %", "75 %", "all", "apart"), rows);
    }

    private static List<String> row(String provider, Curve simulated, Curve sent, double apart) {
        return List.of(provider, Integer.toString(sent.recipients()), pair(simulated.quarter(), sent.quarter()),
                pair(simulated.half(), sent.half()), pair(simulated.threeQuarters(), sent.threeQuarters()),
                pair(simulated.all(), sent.all()), decimal(apart) + " %");
    }

    private static String pair(double simulated, double sent) {
        return decimal(simulated) + " / " + decimal(sent);
    }

    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static double rounded(double value) {
        return Math.round(value * 1e3) / 1e3;
    }
}
