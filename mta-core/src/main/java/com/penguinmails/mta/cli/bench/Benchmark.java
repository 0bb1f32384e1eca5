package com.penguinmails.mta.cli.bench;

/**
 * One measurement that {@code penguin bench NAME} runs.
 *
 * <p>To add one: write a public class with a public constructor without parameters in module {@code benchmarks}, implement this
 * interface, and name the class in {@code META-INF/services/com.penguinmails.mta.cli.bench.Benchmark} of that module. Options of
 * its own are fields with picocli's {@code @Option}; {@code --json}, {@code --quick} and {@code --write} are there already.
 * A benchmark writes only into directories that it makes and takes away again, and loads no address but loopback.
 */
public interface Benchmark {

    /** The word after {@code penguin bench}: lower case, unique. */
    String name();

    /** What it measures, in a sentence of the help. */
    String description();

    /**
     * Measures, on the calling thread.
     *
     * @throws Exception what keeps it from measuring; the message is shown and the exit status is 1
     */
    BenchmarkReport measure(BenchmarkRun run) throws Exception;
}
