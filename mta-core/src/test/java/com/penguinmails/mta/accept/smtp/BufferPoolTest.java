package com.penguinmails.mta.accept.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BufferPoolTest {
    private final BufferPool pool = new BufferPool();

    @Test
    void anArrayIsLargeEnoughAndOfThePromisedSize() {
        for (int needed : new int[]{1, 4095, 4096, 4097, 100_000, 262_144, 262_145, 30_000_000}) {
            assertThat(pool.take(needed)).hasSizeGreaterThanOrEqualTo(needed).hasSize(BufferPool.sizeFor(needed));
        }
    }

    @Test
    void anArrayThatWasGivenBackIsUsedAgainAndNeverTwiceAtOnce() {
        byte[] first = pool.take(5_000);
        pool.give(first);
        assertThat(pool.take(8_000)).isSameAs(first);
        assertThat(pool.take(8_000)).isNotSameAs(first);
    }

    @Test
    void whatItKeepsIsBounded() {
        Set<byte[]> all = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 1_000; i++) {
            assertThat(all.add(pool.take(4_096))).isTrue();
        }
        all.forEach(pool::give);
        long usedAgain = IntStream.range(0, 1_000).filter(_ -> all.contains(pool.take(4_096))).count();
        assertThat(usedAgain * 4_096).isEqualTo(1 << 20);
    }

    @Test
    void anArrayOfAnotherMakeIsNotKept() {
        pool.give(new byte[0]);
        pool.give(new byte[5_000]);
        pool.give(new byte[1 << 20]);
        assertThat(pool.take(1)).hasSize(4_096);
        assertThat(pool.take(1 << 20)).hasSize(1 << 20);
    }
}
