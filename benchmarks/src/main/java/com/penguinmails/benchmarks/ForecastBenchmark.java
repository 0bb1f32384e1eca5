package com.penguinmails.benchmarks;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.config.NodeConfig;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.node.NodeSettings;
import com.penguinmails.mta.simulate.Simulation;
import com.penguinmails.mta.simulate.SimulationInputException;
import com.penguinmails.mta.simulate.SimulationReader;
import com.penguinmails.mta.simulate.SimulationResult;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code penguin bench forecast}: how long it takes to simulate a campaign of ten million recipients that a limit spreads over five
 * days, while receivers defer three of a hundred; and whether a forecast comes true: a campaign of less than a minute is simulated
 * and then really sent, and both are held against each other.
 */
public final class ForecastBenchmark implements Benchmark {
    private static final String START = "2026-01-05T08:00:00Z";
    private static final int DAYS = 5;
    private static final double DEFERRED_PERCENT = 3;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double MIB = 1 << 20;

    /** One run. */
    private record Row(long recipients, double seconds, double virtualDays, double heapMiB) {
        double perSecond() {
            return recipients / seconds;
        }
    }

    @Override
    public String name() {
        return "forecast";
    }

    @Override
    public String description() {
        return "Simulation of a campaign that limits spread over five days, and of one that is then sent (about two minutes).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws Exception {
        List<Row> rows = new ArrayList<>();
        for (long recipients : run.choose(List.of(30_000L, 100_000L), List.of(100_000L, 1_000_000L, 10_000_000L))) {
            rows.add(measure(run, recipients));
        }
        var comparison = ForecastComparison.measure(ScaledCampaign.lasting(run.choose(10, 40)), run);
        Row last = rows.getLast();
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("recipients", last.recipients());
        figures.put("seconds", last.seconds());
        figures.put("recipients_per_second", Math.round(last.perSecond()));
        figures.put("virtual_days", last.virtualDays());
        figures.put("heap_mib", Math.round(last.heapMiB()));
        figures.putAll(comparison.figures());
        return new BenchmarkReport("A campaign of five days, ahead of time, and one that was simulated and sent",
                List.of(table(rows), comparison.table()), figures,
                List.of("Simulation: one thread. The heap is what is in use after a full collection at the end of the run; slots of "
                        + "queued recipients lie outside of it.",
                        "Sent: a whole node with its spool on disk, over sockets to a receiver for each provider, whose clock counts. "
                                + "Apart: in percent of the time of the whole campaign."));
    }

    private static Row measure(BenchmarkRun run, long recipients) throws SimulationInputException {
        ObjectNode input = JsonNodeFactory.instance.objectNode();
        input.put("recipients", recipients);
        input.put("start", START);
        input.put("shaping", "[any_path]\nconnections = 100\n[[limits]]\nname = \"five-days\"\nrate = \""
                + recipients / DAYS + "/d\"\n");
        input.withObjectProperty("receivers").withObjectProperty("*").put("defer_percent", DEFERRED_PERCENT);
        var settings = new NodeSettings(NodeConfig.defaults(), ShapingConfig.defaults()).queueSettings();
        var plan = new SimulationReader(settings, recipients).read(input, Instant.parse(START));
        long began = run.clock().nanoTime();
        SimulationResult result = new Simulation(plan, progress -> {
            run.progress().accept(String.format(Locale.ROOT, "%,d of %,d recipients", progress.settled(), recipients));
            return true;
        }).run();
        double seconds = (run.clock().nanoTime() - began) / NANOS_PER_SECOND;
        Instant finish = result.finish();
        if (finish == null) {
            throw new IllegalStateException("the simulation did not finish: " + result.stopped());
        }
        return new Row(recipients, seconds, Duration.between(result.start(), finish).toSeconds() / 86_400.0,
                Heap.usedAfterCollection() / MIB);
    }

    private static ReportTable table(List<Row> rows) {
        return new ReportTable(
                "recipients · seconds of this machine · recipients a second · days simulated · heap in MiB",
                List.of("recipients", "seconds", "per second", "days", "heap MiB"),
                rows.stream().map(row -> List.of(String.format(Locale.ROOT, "%,d", row.recipients()),
                        String.format(Locale.ROOT, "%.1f", row.seconds()),
                        String.format(Locale.ROOT, "%,.0f", row.perSecond()),
                        String.format(Locale.ROOT, "%.2f", row.virtualDays()),
                        String.format(Locale.ROOT, "%.0f", row.heapMiB()))).toList());
    }
}
