package com.penguinmails.benchmarks;

import com.penguinmails.mta.cli.bench.Benchmark;
import com.penguinmails.mta.cli.bench.BenchmarkReport;
import com.penguinmails.mta.cli.bench.BenchmarkRun;
import com.penguinmails.mta.cli.bench.Samples;
import com.penguinmails.mta.compose.MailBuildingPart;
import com.penguinmails.mta.compose.template.TemplatePart;
import com.penguinmails.mta.deliver.DotStuffingPart;
import com.penguinmails.mta.deliver.ReplyDecodingPart;
import com.penguinmails.mta.schedule.PickingPart;
import com.penguinmails.mta.schedule.TimerWheelPart;
import com.penguinmails.mta.spool.JournalCodecPart;
import com.penguinmails.mta.spool.RecoveryScanPart;
import com.penguinmails.mta.spool.SpoolCommitPart;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import picocli.CommandLine.Option;

/** The hot parts of a node, one by one, each beside a rival where there is one: JMH, run from here. */
public final class PartsBenchmark implements Benchmark {
    static final List<Class<?>> PARTS = List.of(DkimSigningBenchmark.class, CanonicalizationPart.class,
            SpoolCommitPart.class, JournalCodecPart.class, RecoveryScanPart.class, TimerWheelPart.class,
            TokenBucketPart.class, PickingPart.class, ReplyDecodingPart.class, DotStuffingPart.class,
            TemplatePart.class, MailBuildingPart.class);
    private static final String SIGNING = "signing";
    private static final String RSA = "RSA-2048";

    @Option(names = "--only", split = ",", paramLabel = "NAME", description = "Only these parts: signing, canonicalization, commit, journal, recovery, timers, tokens, picking, replies, dots, templates, mime.")
    private List<String> only = List.of();

    @Option(names = "--forks", paramLabel = "N", description = "JVMs for each, one after the other; 0: this one. Default: 1; with --quick 0.")
    private int forks = -1;

    @Override
    public String name() {
        return "parts";
    }

    @Override
    public String description() {
        return "The hot parts one by one, in JMH, each beside a rival where there is one: signing, the spool's commit, codec and"
                + " recovery, timers, tokens, picking, replies, dot-stuffing, templates, MIME (about 4 minutes).";
    }

    @Override
    public BenchmarkReport measure(BenchmarkRun run) throws IOException, InterruptedException {
        List<PartResult> results = new ArrayList<>();
        for (Class<?> part : chosen()) {
            run.progress().accept("measuring " + nameOf(part));
            List<PartResult> ofPart = new ArrayList<>(measure(run, part));
            if (nameOf(part).equals(SIGNING)) {
                OpensslSpeed.rsa2048(run.choose(1, 3), run.choose(1, 2)).ifPresent(
                        nanos -> ofPart.add(new PartResult(SIGNING, RSA, OpensslSpeed.NAME, nanos)));
            }
            ofPart.sort(Comparator.comparing(PartResult::task).thenComparing(PartResult::rival));
            results.addAll(ofPart);
        }
        return new BenchmarkReport("The hot parts", List.of(PartTables.table(results)), PartTables.figures(results),
                List.of("By JMH, each in a JVM of its own unless --forks or --quick says otherwise. Where several rivals do the same,"
                        + " the ratios stand in their order.",
                        "Commits are forced to disk. A signature of ours is that of a whole mail of 10 KiB, its body hashed; that of"
                                + " openssl is the signature alone."));
    }

    static String nameOf(Class<?> part) {
        return Objects.requireNonNull(part.getAnnotation(Part.class), part.getName()).value();
    }

    private List<Class<?>> chosen() {
        List<String> known = PARTS.stream().map(PartsBenchmark::nameOf).toList();
        for (String name : only) {
            if (!known.contains(name)) {
                throw new IllegalArgumentException("--only knows " + String.join(", ", known) + ", not " + name);
            }
        }
        return PARTS.stream().filter(part -> only.isEmpty() || only.contains(nameOf(part)))
                .collect(Collectors.toUnmodifiableList());
    }

    private List<PartResult> measure(BenchmarkRun run, Class<?> part) throws IOException {
        ChainedOptionsBuilder options = new OptionsBuilder().include("^" + part.getName().replace(".", "\\.") + "\\.")
                .forks(forks < 0 ? run.choose(0, 1) : forks).timeUnit(TimeUnit.NANOSECONDS)
                .verbosity(VerboseMode.SILENT).shouldFailOnError(true);
        if (run.quick()) {
            options.warmupIterations(1).warmupTime(TimeValue.milliseconds(100)).measurementIterations(2)
                    .measurementTime(TimeValue.milliseconds(100));
        }
        try {
            return new Runner(options.build()).run().stream().map(result -> result(part, result)).toList();
        } catch (RunnerException e) {
            throw new IOException("JMH could not measure " + nameOf(part) + ": " + e.getMessage(), e);
        }
    }

    private static PartResult result(Class<?> part, RunResult result) {
        String method = result.getParams().getBenchmark().substring(part.getName().length() + 1);
        Subject subject = subject(part, method);
        double[] nanos = result.getBenchmarkResults().stream().flatMap(fork -> fork.getIterationResults().stream())
                .mapToDouble(iteration -> iteration.getPrimaryResult().getScore()).toArray();
        return new PartResult(nameOf(part), subject.task(), subject.rival(), Samples.of(nanos));
    }

    private static Subject subject(Class<?> part, String method) {
        return Arrays.stream(part.getMethods()).filter(each -> each.getName().equals(method))
                .map(each -> each.getAnnotation(Subject.class)).filter(Objects::nonNull).findFirst()
                .orElseThrow(() -> new IllegalStateException(part.getName() + "." + method + " has no @Subject"));
    }
}
