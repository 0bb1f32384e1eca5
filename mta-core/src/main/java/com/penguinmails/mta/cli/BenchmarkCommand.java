package com.penguinmails.mta.cli;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.Machine;
import com.penguinmails.mta.time.SystemClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one benchmark and says what it found. */
@Command(mixinStandardHelpOptions = true)
final class BenchmarkCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Print the figures as one last line of JSON.")
    private boolean json;

    @Option(names = "--quick", description = "Measure small sizes only, to see that it works.")
    private boolean quick;

    @Option(names = "--write", description = "Write benchmarks/results/<date>-<name>.md, in place of one of today.")
    private boolean write;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final SystemClock clock = new SystemClock();
    private final Benchmark benchmark;

    private BenchmarkCommand(Benchmark benchmark) {
        this.benchmark = benchmark;
    }

    static CommandSpec of(Benchmark benchmark) {
        CommandSpec spec = CommandSpec.forAnnotatedObject(new BenchmarkCommand(benchmark));
        spec.addMixin("benchmark", CommandSpec.forAnnotatedObjectLenient(benchmark));
        spec.usageMessage().description(benchmark.description());
        return spec;
    }

    @Override
    public Integer call() throws Exception {
        return Failures.run(spec, this::measure);
    }

    private int measure() throws Exception {
        PrintWriter out = spec.commandLine().getOut();
        LiveLine line = new LiveLine(spec.commandLine().getErr(), true);
        BenchmarkReport report = benchmark.measure(new BenchmarkRun(quick, clock, line::show));
        line.clear();
        out.println(report.text());
        if (write) {
            out.println("\nwritten: " + writeResult(report));
        }
        if (json) {
            out.println(Json.text(report.figures()));
        }
        out.flush();
        return 0;
    }

    private Path writeResult(BenchmarkReport report) throws IOException {
        Path home = Path.of(System.getProperty("penguin.home", "."));
        LocalDate today = clock.instant().atZone(ZoneOffset.UTC).toLocalDate();
        Path file = Files.createDirectories(home.resolve("benchmarks/results"))
                .resolve(today + "-" + benchmark.name() + ".md");
        String text = "# " + benchmark.name() + " (" + today + ")\n\n" + report.markdown() + "\n## Command\n\n`"
                + commandWords() + "` at commit " + Machine.commit(home) + ".\n" + Machine.here().markdown(home);
        Files.writeString(file, text);
        return file;
    }

    private String commandWords() {
        List<String> words = new ArrayList<>(List.of("bin/penguin"));
        words.addAll(spec.root().commandLine().getParseResult().originalArgs());
        return String.join(" ", words);
    }
}
