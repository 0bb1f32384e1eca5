package com.penguinmails.mta.simulate;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.time.Randomness;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class EventQueueTest {
    private record Entry(long nanos, int number) {}

    @Test
    void eventsHappenInTheOrderOfTheirTimesAndThenOfTheirScheduling() {
        RandomGenerator random = Randomness.seeded(3);
        var queue = new EventQueue();
        List<Entry> scheduled = new ArrayList<>();
        List<Entry> happened = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            var entry = new Entry(random.nextInt(500), i);
            scheduled.add(entry);
            queue.schedule(entry.nanos(), () -> happened.add(entry));
        }
        while (queue.nextNanos() != Long.MAX_VALUE) {
            queue.take().occur();
        }
        assertThat(happened).isEqualTo(scheduled.stream()
                .sorted(Comparator.comparingLong(Entry::nanos).thenComparingInt(Entry::number)).toList());
    }
}
