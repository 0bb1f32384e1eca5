package com.penguinmails.mta.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.FeedbackConfig;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConnectionWindowTest {
    private static final long SECOND = 1_000_000_000;
    private static final long HOLD = FeedbackConfig.defaults().hold().toNanos();
    private static final int LIMIT = 50;
    private static final String WORDS = "421 4.7.0 too many connections";

    private final ConnectionWindow window = new ConnectionWindow(FeedbackConfig.defaults(), 0);

    @Test
    void itDoublesWithEachRoundUpToTheLimitOfThePath() {
        assertThat(window.allowed(LIMIT)).isEqualTo(4);
        assertThat(window.describe(LIMIT)).contains("slow start");
        round(0);
        assertThat(window.allowed(LIMIT)).isEqualTo(8);
        round(0);
        assertThat(window.allowed(LIMIT)).isEqualTo(16);
        for (int i = 0; i < 10; i++) {
            round(0);
        }
        assertThat(window.allowed(LIMIT)).isEqualTo(LIMIT);
        assertThat(window.allowed(3)).isEqualTo(3);
        assertThat(window.describe(LIMIT)).isEqualTo("connection limit of 50");
    }

    @Test
    void itGrowsOnlyWhileAllThatItAllowsAreOpen() {
        for (int i = 0; i < 100; i++) {
            window.taken(3, LIMIT, 0);
        }
        assertThat(window.allowed(LIMIT)).isEqualTo(4);
    }

    @Test
    void aRefusalLeavesWhatIsOpenAndHoldsIt() {
        round(0);
        window.refused(5, SECOND, WORDS);
        assertThat(window.allowed(LIMIT)).isEqualTo(5);
        window.refused(5, SECOND, WORDS);
        for (int i = 0; i < 100; i++) {
            window.taken(5, LIMIT, 2 * SECOND);
        }
        assertThat(window.allowed(LIMIT)).isEqualTo(5);
        assertThat(window.describe(LIMIT)).contains("5 connections").contains(WORDS);
    }

    @Test
    void oneThatWasBeingOpenedAndIsTakenCounts() {
        round(0);
        window.refused(5, SECOND, WORDS);
        window.opened(6);
        window.opened(7);
        assertThat(window.allowed(LIMIT)).isEqualTo(7);
    }

    @Test
    void aReceiverThatAllowsTenIsAskedForAnEleventhEverMoreRarely() {
        int refused = 0;
        for (long now = 0; now < Duration.ofHours(1).toNanos(); now += SECOND / 10) {
            if (window.allowed(LIMIT) > 10) {
                refused++;
                window.refused(10, now, WORDS);
            }
            window.taken(window.allowed(LIMIT), LIMIT, now);
        }
        assertThat(window.allowed(LIMIT)).isBetween(10, 11);
        assertThat(refused).isBetween(5, 12);
    }

    @Test
    void whenTheReceiverAllowsMoreItIsFollowed() {
        round(0);
        window.refused(5, 0, WORDS);
        for (long now = 0; now < Duration.ofMinutes(20).toNanos(); now += SECOND / 10) {
            window.taken(window.allowed(LIMIT), LIMIT, now);
        }
        assertThat(window.allowed(LIMIT)).isGreaterThan(15);
    }

    @Test
    void workThatIsEndedInTheMidstTakesAQuarterOfWhatWasOpenOnceInAHoldTime() {
        round(0);
        round(0);
        window.pushedBack(16, SECOND, "421 4.3.2 closing");
        window.pushedBack(16, SECOND, "421 4.3.2 closing");
        assertThat(window.allowed(LIMIT)).isEqualTo(12);
        window.pushedBack(12, SECOND + HOLD, "421 4.3.2 closing");
        assertThat(window.allowed(LIMIT)).isEqualTo(9);
    }

    @Test
    void itIsNeverUnderOne() {
        window.refused(0, 0, WORDS);
        assertThat(window.allowed(LIMIT)).isEqualTo(1);
        window.pushedBack(1, 2 * HOLD, WORDS);
        assertThat(window.allowed(LIMIT)).isEqualTo(1);
    }

    /** Each connection that is allowed has a message taken. */
    private void round(long now) {
        int open = window.allowed(LIMIT);
        for (int i = 0; i < open; i++) {
            window.taken(window.allowed(LIMIT), LIMIT, now);
        }
    }
}
