package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimerWheelTest {
    private static final long START = Instant.parse("2026-01-01T00:00:00Z").toEpochMilli();

    private final SlotTable slots = new SlotTable();
    private final TimerWheel wheel = new TimerWheel(slots, START);

    @CanIgnoreReturnValue
    private int add(long deadline) {
        int slot = slots.allocate(1, 0, 0, deadline);
        wheel.add(slot);
        return slot;
    }

    @Test
    void firesOnTheMillisecondWhenAskedThen() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < 3_000; i++) {
            int magnitude = random.nextInt(1, 41);
            add(START + random.nextLong(1L << magnitude));
        }

        int fired = 0;
        while (wheel.nextMillis() != Long.MAX_VALUE) {
            long now = wheel.nextMillis();
            List<Integer> due = new ArrayList<>();
            int work = wheel.advance(now, Integer.MAX_VALUE, due::add);
            assertThat(work).isGreaterThanOrEqualTo(due.size());
            assertThat(due).allSatisfy(slot -> assertThat(slots.expiry(slot)).isEqualTo(now));
            fired += due.size();
        }
        assertThat(fired).isEqualTo(3_000);
    }

    @Test
    void neitherForgetsNorHurriesAnyOverRandomSteps() {
        SplittableRandom random = new SplittableRandom(5);
        Map<Integer, Long> pending = new TreeMap<>();
        long[] now = {START};
        for (int step = 0; step < 30_000; step++) {
            long deadline = now[0] + random.nextLong(-100, 1L << random.nextInt(4, 34));
            pending.put(add(deadline), deadline);
            if (random.nextInt(4) == 0) {
                int slot = pending.keySet().iterator().next();
                wheel.remove(slot);
                pending.remove(slot);
                slots.free(slot);
            }
            now[0] += random.nextInt(10) == 0 ? random.nextLong(1L << random.nextInt(4, 30)) : random.nextInt(50);
            int _ = wheel.advance(now[0], 1 + random.nextInt(100), slot -> {
                assertThat(pending.remove(slot)).isNotNull().isLessThanOrEqualTo(now[0]);
                slots.free(slot);
            });
        }
        while (wheel.nextMillis() <= now[0]) {
            int _ = wheel.advance(now[0], 1_000, slot -> assertThat(pending.remove(slot)).isNotNull());
        }

        assertThat(pending.values()).allSatisfy(deadline -> assertThat(deadline).isGreaterThan(now[0]));
    }

    @Test
    void firesOnTheMillisecondAfterItsTimeWasSetBackAndAllWereAddedAgain() {
        SplittableRandom random = new SplittableRandom(13);
        long ahead = START + Duration.ofDays(30).toMillis();
        int _ = wheel.advance(ahead, 1, _ -> {});
        List<Integer> added = new ArrayList<>();
        for (int i = 0; i < 3_000; i++) {
            added.add(add(START + random.nextLong(Duration.ofDays(60).toMillis())));
        }

        wheel.setBack(START);
        for (int slot : added) {
            wheel.remove(slot);
            wheel.add(slot);
        }
        int fired = 0;
        while (wheel.nextMillis() != Long.MAX_VALUE) {
            long now = wheel.nextMillis();
            List<Integer> due = new ArrayList<>();
            int _ = wheel.advance(now, Integer.MAX_VALUE, due::add);
            assertThat(due).allSatisfy(slot -> assertThat(slots.expiry(slot)).isEqualTo(now));
            fired += due.size();
        }
        assertThat(fired).isEqualTo(3_000);
    }

    @Test
    void looksAtNothingWhileNothingIsDue() {
        add(START + Duration.ofDays(400).toMillis());
        int wakes = 0;
        while (wheel.advance(wheel.nextMillis(), 10, _ -> {}) >= 0 && wheel.nextMillis() != Long.MAX_VALUE) {
            wakes++;
        }

        assertThat(wakes).isLessThanOrEqualTo(5);
    }
}
