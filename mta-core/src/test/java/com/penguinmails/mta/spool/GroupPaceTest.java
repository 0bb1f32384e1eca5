package com.penguinmails.mta.spool;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.accept.ManualClock;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class GroupPaceTest {
    private static final long MICRO = 1_000;

    private final ManualClock clock = new ManualClock("2026-11-25T09:00:00Z");
    private final GroupPace pace = new GroupPace(clock);

    /** Groups of so many entries, one each so many nanoseconds. */
    private void commit(int groups, int entries, long everyNanos) {
        for (int i = 0; i < groups; i++) {
            clock.advance(Duration.ofNanos(everyNanos));
            pace.committed(entries);
        }
        pace.begun();
    }

    @Test
    void nobodyWaitsBeforeAPaceIsKnown() {
        pace.begun();
        assertThat(pace.waitNanos(1)).isZero();
    }

    @Test
    void aLoneSenderNeverWaits() {
        commit(1_000, 2, 500 * MICRO);
        assertThat(pace.waitNanos(1)).isZero();
    }

    @Test
    void manySendersWaitForOneAnother() {
        commit(1_000, 3, 400 * MICRO);
        assertThat(pace.waitNanos(1)).isEqualTo(GroupPace.LONGEST_NANOS);
        assertThat(pace.waitNanos(GroupPace.ENOUGH)).isZero();
    }

    @Test
    void theWaitIsAsLongAsTheRestOfAGroupNeedsToCome() {
        commit(1_000, 20, 400 * MICRO);
        assertThat(pace.waitNanos(6)).isBetween(190 * MICRO, 200 * MICRO);
        assertThat(pace.waitNanos(15)).isBetween(19 * MICRO, 20 * MICRO);
    }

    @Test
    void nobodyWaitsLongerThanTheLongestWaitHoweverOftenItIsAsked() {
        commit(1_000, 3, 400 * MICRO);
        clock.advance(Duration.ofNanos(700 * MICRO));
        assertThat(pace.waitNanos(2)).isEqualTo(300 * MICRO);
        clock.advance(Duration.ofNanos(900 * MICRO));
        assertThat(pace.waitNanos(3)).isZero();
    }

    @Test
    void aRushThatIsOverIsForgottenAfterAFewGroups() {
        commit(1_000, 20, 400 * MICRO);
        commit(40, 1, 100_000 * MICRO);
        assertThat(pace.waitNanos(1)).isZero();
    }
}
