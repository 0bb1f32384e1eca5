package com.penguinmails.mta.cli;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.cli.bench.Samples;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** A benchmark that only the tests of the command find. */
public final class SquaresBenchmark implements Benchmark {
    @Option(names = "--side", defaultValue = "3", description = "Of the square.")
    private int side;

    @Override
    public String name() {
        return "squares";
    }

    @Override
    public String description() {
        return "Squares a side.";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws IOException {
        if (side < 0) {
            throw new IOException("no side is shorter than 0");
        }
        run.progress().accept("squaring");
        Samples samples = Samples.of(1, (double) side * side, 4);
        ReportTable table = new ReportTable("Areas", List.of("side", "area"),
                List.of(List.of(String.valueOf(side), samples.text(0))));
        return new BenchmarkReport("Squares", List.of(table),
                Map.of("area", samples.median(), "quick", run.choose(1, 0)), List.of("A note."));
    }
}
