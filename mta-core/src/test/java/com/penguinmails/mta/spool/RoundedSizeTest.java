package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.time.Randomness;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

final class RoundedSizeTest {

    @Test
    void sizesBelowTwoThousandAreExactAndLargerOnesAreRoundedUpByAThousandthAtMost() {
        RandomGenerator random = Randomness.seeded(8);
        for (int size = 0; size < 2048; size++) {
            assertThat(RoundedSize.bytes(RoundedSize.of(size))).isEqualTo(size);
        }
        for (int i = 0; i < 100_000; i++) {
            long size = random.nextLong(1L << random.nextInt(11, 42));
            assertThat(RoundedSize.bytes(RoundedSize.of(size))).isBetween(size, size + size / 1000 + 1);
        }
        assertThat(RoundedSize.bytes(RoundedSize.of((1L << 31) - 1))).isEqualTo(1L << 31);
    }
}
