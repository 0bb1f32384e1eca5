package com.penguinmails.testkit.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtualClockTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");

    private final VirtualClock clock = new VirtualClock(START);
    private final List<String> ran = new ArrayList<>();

    @Test
    void standsStillUntilItIsMoved() {
        assertThat(clock.instant()).isEqualTo(START);
        clock.advance(Duration.ofSeconds(5));
        assertThat(clock.instant()).isEqualTo(START.plusSeconds(5));
        assertThat(clock.nanoTime()).isEqualTo(5_000_000_000L);
        assertThatThrownBy(() -> clock.advanceTo(START)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void runsTasksInOrderEachAtItsTime() {
        note("late", 3);
        note("first", 1);
        note("second", 1);
        note("never", 9);
        clock.advance(Duration.ofSeconds(3));
        assertThat(ran).containsExactly("first@1", "second@1", "late@3");
        assertThat(clock.pendingTasks()).isEqualTo(1);
    }

    @Test
    void tasksScheduleTasksThatRunInTheSameMove() {
        var _ = clock.schedule(Duration.ofSeconds(1), () -> note("then", 1));
        clock.advance(Duration.ofSeconds(2));
        assertThat(ran).containsExactly("then@2");
    }

    @Test
    void cancelledTaskDoesNotRun() {
        VirtualClock.Scheduled task = clock.schedule(Duration.ZERO, () -> ran.add("no"));
        assertThat(task.cancel()).isTrue();
        assertThat(task.cancel()).isFalse();
        assertThat(clock.runNext()).isFalse();
        assertThat(ran).isEmpty();
    }

    @Test
    void runAllRunsToTheEndAndFindsEndlessLoops() {
        note("a", 100);
        note("b", 200);
        clock.runAll(2);
        assertThat(ran).containsExactly("a@100", "b@200");
        repeat();
        assertThatThrownBy(() -> clock.runAll(1000)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("1000");
    }

    private void repeat() {
        var _ = clock.schedule(Duration.ofSeconds(1), this::repeat);
    }

    private void note(String what, int seconds) {
        var _ = clock.schedule(Duration.ofSeconds(seconds),
                () -> ran.add(what + "@" + Duration.between(START, clock.instant()).toSeconds()));
    }
}
