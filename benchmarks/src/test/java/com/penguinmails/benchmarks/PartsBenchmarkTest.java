package com.penguinmails.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.penguinmails.mta.cli.bench.ReportTable;
import com.penguinmails.mta.cli.bench.Samples;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.annotations.Benchmark;

final class PartsBenchmarkTest {

    static List<Class<?>> parts() {
        return PartsBenchmark.PARTS;
    }

    @ParameterizedTest
    @MethodSource("parts")
    void eachTaskOfAPartIsDoneByOursOnceAndWhereThereAreRivalsByAtMostOneOfAName(Class<?> part) {
        List<Subject> subjects = Arrays.stream(part.getMethods())
                .filter(method -> method.isAnnotationPresent(Benchmark.class)).map(PartsBenchmarkTest::subject)
                .toList();
        assertThat(subjects).isNotEmpty().doesNotHaveDuplicates();
        assertThat(subjects.stream().filter(subject -> subject.rival().isEmpty()).map(Subject::task))
                .containsExactlyInAnyOrderElementsOf(
                        subjects.stream().map(Subject::task).collect(Collectors.toSet()));
    }

    private static Subject subject(Method method) {
        return Objects.requireNonNull(method.getAnnotation(Subject.class), method.toString());
    }

    @Test
    void theHelpNamesEveryPart() {
        BenchRun help = BenchRun.of("parts", "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out().split("[\\s,.;:]+"))
                .contains(PartsBenchmark.PARTS.stream().map(PartsBenchmark::nameOf).toArray(String[]::new));
    }

    @Test
    void aPartThatIsNotThereIsRefusedWithThoseThatAre() {
        BenchRun run = BenchRun.of("parts", "--only", "sails");
        assertThat(run.status()).isNotZero();
        assertThat(run.err()).contains("sails", "timers");
    }

    @Test
    void onePartAloneIsMeasuredBesideItsRival() throws IOException {
        // The annotation processor of JMH writes this; a build without it can measure nothing.
        assumeTrue(getClass().getResource("/META-INF/BenchmarkList") != null, "built without JMH's processor");
        BenchRun run = BenchRun.of("parts", "--only", "tokens", "--quick", "--json");
        assertThat(run.figures().path("tokens_take_a_token_ns").asDouble()).isPositive();
        assertThat(run.figures().path("tokens_take_a_token_ratio").asDouble()).isPositive();
        assertThat(run.out()).contains("java.util.concurrent.Semaphore").doesNotContain("timers:");
    }

    @Test
    void theRatioSaysHowManyTimesAsFastOursIs() {
        List<PartResult> results = List.of(new PartResult("dots", "stuff", "", Samples.of(100, 110, 120)),
                new PartResult("dots", "stuff", "Other Mail", Samples.of(330)),
                new PartResult("dots", "stuff", "Third", Samples.of(55)),
                new PartResult("dots", "else", "Other Mail", Samples.of(1)));
        ReportTable table = PartTables.table(results);
        assertThat(table.rows().getFirst()).containsExactly("dots: stuff", "Penguin", "110.0 (100.0–120.0) ns",
                "3.00 / 0.50");
        assertThat(PartTables.figures(results)).containsEntry("dots_stuff_ns", 110.0)
                .containsEntry("dots_stuff_by_other_mail_ns", 330.0).containsEntry("dots_stuff_ratio", 0.5);
    }

    @Test
    void whatOpensslPrintsIsRead() throws IOException {
        assertThat(OpensslSpeed.nanos("+F2:2:2048:2000.000000:56607.692308\n")).isEqualTo(500_000);
        assertThatThrownBy(() -> OpensslSpeed.nanos("nothing")).isInstanceOf(IOException.class)
                .hasMessageContaining("nothing");
    }
}
