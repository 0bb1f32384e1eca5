package com.penguinmails.mta.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.Rate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenBucketTest {
    @ParameterizedTest
    @ValueSource(strings = {"7/s", "1/d", "1000/h", "999/s", "1000000/s", "20000/d", "1/s"})
    void aGreedyTakerGetsTheRateToTheNanosecondAndNeverMore(String text) {
        Rate rate = Rate.parse(text);
        TokenBucket bucket = new TokenBucket(rate, 0);
        long period = rate.per().toNanos();
        long taken = 0;
        long now = 0;
        long most = Math.min(3 * rate.count(), 200_000);

        while (taken < most) {
            now = bucket.releaseNanos(now);
            bucket.reserve();
            bucket.take(now);
            taken++;
        }

        long earned = taken - bucket.burst();
        long exact = Math.ceilDiv(earned * period, rate.count());
        assertThat(now).isBetween(exact, exact + earned);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1000/h, 100 at once", "20/d, 2 at once", "2/h, 1 at once", "60/min, 59 at once"})
    void whatMayGoAtOnceIsPartOfWhatTheRateGives(String text) {
        Rate rate = Rate.parse(text);
        assertThat(Rate.parse(rate.toString())).isEqualTo(rate);
        TokenBucket bucket = new TokenBucket(rate, 0);
        List<Long> times = new ArrayList<>();
        assertThat(bucket.available(0)).isEqualTo(rate.atOnce());

        long now = 0;
        while (times.size() < 3 * rate.count()) {
            now = bucket.releaseNanos(now);
            bucket.reserve();
            bucket.take(now);
            times.add(now);
        }

        for (int first = 0; first + rate.count() < times.size(); first++) {
            long span = times.get((int) (first + rate.count())) - times.get(first);
            assertThat(span).as("from the " + first + "th").isGreaterThanOrEqualTo(rate.per().toNanos());
        }
    }

    @Test
    void noSpanOfTimeHasMoreThanItsRateAndOneBurst() {
        SplittableRandom random = new SplittableRandom(7);
        Rate rate = Rate.parse("300/s");
        TokenBucket bucket = new TokenBucket(rate, 0);
        List<Long> times = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += random.nextInt(3) == 0 ? random.nextLong(60_000_000) : random.nextLong(4_000_000);
            while (bucket.available(now) > 0 && random.nextInt(10) > 0) {
                bucket.reserve();
                bucket.take(now);
                times.add(now);
            }
        }

        for (int first = 0; first < times.size(); first += 7) {
            for (int last = first; last < Math.min(times.size(), first + 400); last += 13) {
                long span = times.get(last) - times.get(first);
                long allowed = bucket.burst() + span * rate.count() / rate.per().toNanos();
                assertThat((long) last - first + 1).isLessThanOrEqualTo(allowed);
            }
        }
    }

    @Test
    void whatIsReservedIsThereWhenItIsTaken() {
        TokenBucket bucket = new TokenBucket(Rate.parse("50/s"), 0);
        assertThat(bucket.burst()).isEqualTo(5);

        for (int i = 0; i < 5; i++) {
            assertThat(bucket.available(0)).isEqualTo(5 - i);
            bucket.reserve();
        }

        assertThat(bucket.available(0)).isZero();
        assertThat(bucket.releaseNanos(1_000_000_000)).isEqualTo(Long.MAX_VALUE);
        bucket.release();
        assertThat(bucket.available(0)).isEqualTo(1);
        bucket.take(0);
        assertThat(bucket.releaseNanos(0)).isEqualTo(0);
        bucket.reserve();
        assertThat(bucket.releaseNanos(0)).isEqualTo(20_000_000);
    }

    @Test
    void aLowerRateHoldsFromItsChange() {
        TokenBucket bucket = new TokenBucket(Rate.parse("100/s"), 0);

        bucket.change(Rate.parse("1/s"), 0);

        assertThat(bucket.available(0)).isEqualTo(1);
        bucket.reserve();
        bucket.take(0);
        assertThat(bucket.releaseNanos(0)).isEqualTo(1_000_000_000);
    }
}
