package com.penguinmails.mta.cli;

import com.penguinmails.mta.cli.bench.Benchmark;
import java.util.Comparator;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code penguin bench NAME}: one subcommand for each {@link Benchmark} that is found on the class path. */
@Command(name = "bench", mixinStandardHelpOptions = true, synopsisSubcommandLabel = "NAME", description = {
        "Measures on this machine. Each prints a table; --json adds one last line of JSON, --quick takes small sizes,",
        "and nothing is written unless --write asks for a file in benchmarks/results."})
final class BenchCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** The command with all its benchmarks, by name. */
    static CommandLine commandLine() {
        CommandLine bench = new CommandLine(new BenchCommand());
        ServiceLoader.load(Benchmark.class).stream().map(ServiceLoader.Provider::get)
                .sorted(Comparator.comparing(Benchmark::name))
                .forEach(benchmark -> bench.addSubcommand(benchmark.name(), BenchmarkCommand.of(benchmark)));
        return bench;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "the name of a benchmark is missing");
    }
}
