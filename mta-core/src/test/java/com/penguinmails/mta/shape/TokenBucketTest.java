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

    /** Takers that come late, more than one at a time, or wait for another limit too, and mail that is up to 25 ms on its way. */
    @ParameterizedTest
    @ValueSource(strings = {"30/min", "1/s", "7/s", "19/s", "20/s", "50/s", "333/s", "1000/s", "5000/s"})
    void atTheReceiverNoSpanOfTimeHasMoreThanTheRateGivesInThatAnd25MillisecondsAndOneBurst(String text) {
        SplittableRandom random = new SplittableRandom(11);
        Rate rate = Rate.parse(text);
        long interval = rate.per().toNanos() / rate.count();
        TokenBucket bucket = new TokenBucket(rate, 0);
        List<Long> seen = new ArrayList<>();
        long now = 0;
        for (int round = 0; round < 2_000; round++) {
            bucket.want(random.nextInt(4) > 0, now);
            long late = random.nextInt(3) > 0 ? 0 : random.nextLong(Math.max(2 * interval, 120_000_000));
            now = bucket.releaseNanos(now) + late;
            // What was late goes all at once and slowly, so that what follows it may catch up.
            long most = late > 0 ? bucket.burst() : 1 + random.nextLong(bucket.burst());
            long onTheWay = late > 0 || random.nextInt(5) == 0 ? 25_000_000 : random.nextLong(1_000_000);
            for (int i = 0; i < most && bucket.available(now) > 0; i++) {
                bucket.reserve();
                bucket.take(now);
                seen.add(now + onTheWay);
            }
        }
        seen.sort(null);

        // Whole messages above what is allowed, which is rounded up.
        double stated = bucket.burst() + 0.025 * rate.count() / (rate.per().toNanos() / 1e9);
        assertThat(mostAbove(rate, seen)).isBetween(stated * 0.8, stated + 0.999_999);
    }

    /** The most that any span of time has above what the rate gives in exactly that. */
    private static double mostAbove(Rate rate, List<Long> times) {
        double least = Double.MAX_VALUE;
        double most = 0;
        for (int i = 0; i < times.size(); i++) {
            double ahead = i - (double) times.get(i) * rate.count() / rate.per().toNanos();
            least = Math.min(least, ahead);
            most = Math.max(most, ahead - least + 1);
        }
        return most;
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
