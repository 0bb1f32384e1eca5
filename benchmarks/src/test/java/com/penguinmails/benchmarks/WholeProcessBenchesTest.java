package com.penguinmails.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of them on the smallest scale: real processes, all figures there and in their order. */
final class WholeProcessBenchesTest {

    @ParameterizedTest
    @ValueSource(strings = {"job", "latency", "start", "scaling", "relay"})
    void theHelpSaysHowLongItTakesAndHowOftenItMeasures(String name) {
        BenchRun help = BenchRun.of(name, "--help");
        assertThat(help.status()).isZero();
        assertThat(help.out().replaceAll("\\s+", " ")).containsPattern("\\(about \\d minutes?\\)").contains("--runs=N",
                "--write",
                "--json");
    }

    @Test
    @EnabledIfSystemProperty(named = "benches.whole", matches = "true", disabledReason = "it runs with -Plong")
    void aJobIsAcceptedDeliveredAndComparedWithSingleMessages() throws IOException {
        JsonNode figures = BenchRun.of("job", "--quick", "--json", "--seconds", "1").figures();
        assertThat(figures.path("accepted_seconds").asDouble()).isPositive();
        assertThat(figures.path("first_delivery_seconds").isNumber()).isTrue();
        assertThat(figures.path("job_ratio").asDouble()).isPositive();
        assertThat(figures.path("single_cpu_ms").asDouble()).isPositive();
    }

    @Test
    @EnabledIfSystemProperty(named = "benches.whole", matches = "true", disabledReason = "it runs with -Plong")
    void submissionsAreTimedByBothWays() throws IOException {
        JsonNode figures = BenchRun.of("latency", "--quick", "--json", "--rate", "100").figures();
        for (String way : new String[]{"penguin_smtp", "penguin_http"}) {
            assertThat(figures.path(way + "_p50_ms").asDouble()).isPositive()
                    .isLessThanOrEqualTo(figures.path(way + "_p99_ms").asDouble());
            assertThat(figures.path(way + "_p99_ms").asDouble())
                    .isLessThanOrEqualTo(figures.path(way + "_p999_ms").asDouble());
            assertThat(figures.path(way + "_offered_per_second").asDouble()).isEqualTo(100);
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "benches.whole", matches = "true", disabledReason = "it runs with -Plong")
    void aMessageIsPricedAtEachSizeOfTheMail() throws IOException {
        JsonNode figures = BenchRun.of("scaling", "--quick", "--json", "--messages", "300", "--backlog", "2000")
                .figures();
        for (String key : new String[]{"1_domain", "100_domains", "50_tenants", "1000_queued", "2000_queued"}) {
            assertThat(figures.path("cpu_ms_" + key).asDouble()).as(key).isPositive();
        }
        assertThat(figures.path("most_to_least_ratio").asDouble()).isGreaterThanOrEqualTo(1);
    }

    @Test
    @EnabledIfSystemProperty(named = "benches.whole", matches = "true", disabledReason = "it runs with -Plong")
    void byTheReceiversClockNothingIsAboveAStatedLimit() throws IOException {
        JsonNode figures = BenchRun.of("rate", "--quick", "--json").figures();
        assertThat(figures.path("largest_excess_messages").asLong(-1)).isZero();
        assertThat(figures.path("achieved_100_per_s_ten").asDouble()).isGreaterThan(0.98);
    }

    @Test
    void aStartIsTimedAndItsMemoryRead() throws IOException {
        JsonNode figures = BenchRun.of("start", "--quick", "--runs", "1", "--json").figures();
        assertThat(figures.path("ready_seconds").asDouble()).isPositive();
        assertThat(figures.path("idle_mib").asDouble()).isBetween(20.0, 4096.0);
    }

    @Test
    void wordsThatAreNoSizeAreRefused() {
        BenchRun run = BenchRun.of("job", "--size", "large");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("--size");
    }
}
