package com.penguinmails.mta.cli.inject;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class LatencyHistogramTest {

    @Test
    void quantilesAreNearTheTruth() {
        LatencyHistogram histogram = new LatencyHistogram();
        assertThat(histogram.millis(0.5)).isZero();
        for (long millis = 1; millis <= 1000; millis++) {
            histogram.add(millis * 1_000_000);
        }
        assertThat(histogram.millis(0.5)).isCloseTo(500, within(16.0));
        assertThat(histogram.millis(0.99)).isCloseTo(990, within(32.0));
        histogram.add(Long.MAX_VALUE);
        assertThat(histogram.millis(1)).isGreaterThan(1000);
    }

    @Test
    void shortTimesAreExact() {
        LatencyHistogram histogram = new LatencyHistogram();
        histogram.add(17_999);
        histogram.add(-1);
        assertThat(histogram.millis(0.5)).isZero();
        assertThat(histogram.millis(1)).isEqualTo(0.017);
    }
}
