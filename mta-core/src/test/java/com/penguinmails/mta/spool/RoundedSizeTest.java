package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.penguinmails.mta.time.Randomness;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RoundedSizeTest {
    private final RandomGenerator random = Randomness.seeded(8);

    @Test
    void aSizeIsWrongByAnEighthAtMost() {
        for (int number = 0; number < 100_000; number++) {
            long size = random.nextLong(8, 1L << random.nextInt(4, 34));
            assertThat((double) RoundedSize.bytes(RoundedSize.of(size, number)))
                    .isBetween(size * 7 / 8.0, size * 9 / 8.0);
        }
        assertThat(RoundedSize.bytes(RoundedSize.of(0, 1))).isEqualTo(8);
    }

    @Test
    void theSumOfManyIsRight() {
        for (int size : new int[]{300, 2_100, 10_239, 40_000_001}) {
            double sum = 0;
            for (int number = 1; number <= 1000; number++) {
                sum += RoundedSize.bytes(RoundedSize.of(size, number * 7L));
            }
            assertThat(sum / 1000).as("size %d", size).isCloseTo(size, within(size / 500.0));
        }
    }
}
