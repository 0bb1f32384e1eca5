package com.penguinmails.mta.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The first half hour at receivers with a limit, by one connection and by many: until five minutes have passed it is learned, from
 * then on few are deferred and nearly all that is allowed is sent. The figures are printed as a table.
 */
class LearningTest {
    private static final Duration LEARNING = Duration.ofMinutes(5);
    private static final Duration NEXT = Duration.ofMinutes(5);
    private static final Duration REST = Duration.ofMinutes(20);

    /** What came of one trial: shares that were deferred, and the part of the allowance that was sent after learning. */
    private record Figures(String trial, double learning, double next, double rest, double after, double sent) {}

    @ParameterizedTest
    @ValueSource(longs = {10, 30, 60, 600})
    void fromTheSixthMinuteOnFewAreDeferredAndNearlyAllIsSent(long limit) {
        for (int connections : new int[]{1, 5, 20}) {
            List<Figures> all = new ArrayList<>();
            for (int latencyMillis : new int[]{5, 100}) {
                LimitedReceiver.ofEachKind(limit).forEach((name, receiver) -> all.add(trial(
                        name + ", replies after " + latencyMillis + " ms", limit, new RateTrial(receiver.get(),
                                Duration.ofMillis(latencyMillis), connections))));
            }
            System.out.printf("| %d a minute | %d | %s | %s | %s | %s | %s |%n", limit, connections,
                    range(all.stream().map(Figures::learning)), range(all.stream().map(Figures::next)),
                    range(all.stream().map(Figures::rest)), range(all.stream().map(Figures::after)),
                    range(all.stream().map(Figures::sent)));
            assertThat(all).allSatisfy(figures -> {
                assertThat(figures.after()).as("%s", figures).isLessThan(0.02);
                assertThat(figures.sent()).as("%s", figures).isGreaterThan(0.9);
            });
        }
    }

    /** No mail is deferred by a refused connection; what it costs is told as refused ones, and as connections that are not used. */
    @ParameterizedTest
    @ValueSource(ints = {1, 5, 10, 20})
    void connectionsAreRefusedRarelyAndNearlyAllThatAreAllowedAreUsed(int allowed) {
        var trial = new ConnectionTrial(allowed);
        trial.run(LEARNING);
        int learning = trial.refused();
        trial.run(NEXT);
        int next = trial.refused();
        double used = trial.used();
        trial.run(REST);
        System.out.printf(Locale.ROOT, "| %d connections | %d | %d | %d | %.1f %%, %.1f %% |%n", allowed, learning,
                next,
                trial.refused(), used * 100, trial.used() * 100);
        assertThat(next + trial.refused()).as("refused in 25 minutes").isLessThanOrEqualTo(6);
        assertThat(Math.min(used, trial.used())).as("used").isGreaterThan(0.9);
    }

    private static Figures trial(String name, long limit, RateTrial trial) {
        trial.run(LEARNING);
        double learning = trial.deferredShare();
        trial.run(NEXT);
        double next = trial.deferredShare();
        long deferred = trial.deferred();
        long taken = trial.taken();
        trial.run(REST);
        double after = (double) (deferred + trial.deferred())
                / (deferred + trial.deferred() + taken + trial.taken());
        double seconds = NEXT.plus(REST).toSeconds();
        return new Figures(name, learning, next, trial.deferredShare(), after,
                (taken + trial.taken()) / seconds / (limit / 60.0));
    }

    private static String range(Stream<Double> shares) {
        List<Double> sorted = shares.sorted().toList();
        return String.format(Locale.ROOT, "%.2f–%.2f %%", sorted.getFirst() * 100, sorted.getLast() * 100);
    }
}
