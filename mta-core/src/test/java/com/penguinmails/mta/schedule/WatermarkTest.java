package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class WatermarkTest {
    private final Watermark mark = new Watermark(100, 90);

    @Test
    void upToTheHighMarkAllIsTaken() {
        assertThat(mark.refuses(0, 100)).isFalse();
        assertThat(mark.refuses(99, 1)).isFalse();
    }

    @Test
    void onceRefusedItIsTakenAgainOnlyAtTheLowMark() {
        assertThat(mark.refuses(100, 1)).isTrue();
        assertThat(mark.refuses(91, 1)).isTrue();
        assertThat(mark.refuses(90, 1)).isFalse();
        assertThat(mark.refuses(95, 1)).isFalse();
    }

    @Test
    void thereIsRoomUpToTheHighMarkUntilItIsReached() {
        assertThat(mark.room(0)).isEqualTo(100);
        assertThat(mark.room(99)).isEqualTo(1);
        assertThat(mark.room(100)).isZero();
        assertThat(mark.room(95)).as("nobody was refused").isEqualTo(5);
        assertThat(mark.refuses(100, 1)).isTrue();
        assertThat(mark.room(95)).isZero();
        assertThat(mark.room(90)).isEqualTo(10);
    }

    @Test
    void whatIsTooMuchByItselfKeepsNobodyElseOut() {
        assertThat(mark.refuses(50, 60)).isTrue();
        assertThat(mark.refuses(50, 1)).isFalse();
    }
}
