package com.penguinmails.mta.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.ConfigReader;
import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.config.WarmUpPlanConfig;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The law of warm-up's steps, apart from the queue. */
class WarmUpTest {
    private static final long DAY = 86_400_000;
    private static final long NOON = Instant.parse("2026-03-01T12:00:00Z").toEpochMilli();
    private static final long MIDNIGHT = NOON + DAY / 2;

    private final WarmUp warmUp = warmUp(plan("curve = [100, 200, 400, 800]"), 2);

    private static WarmUpPlan plan(String toml) {
        try {
            WarmUpPlanConfig config = Objects.requireNonNull(ConfigReader
                    .parse(Path.of("shaping.toml"), "[warmup_plans.p]\n" + toml, ShapingConfig.class).warmupPlans()
                    .get("p"));
            return new WarmUpPlan("p", config, "google");
        } catch (Exception e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static WarmUp warmUp(WarmUpPlan plan, int step) {
        return new WarmUp("a", "google", plan, step, NOON);
    }

    private static void send(WarmUp warmUp, int count) {
        for (int i = 0; i < count; i++) {
            if (warmUp.needsMark()) {
                warmUp.askMark();
                warmUp.marked(warmUp.askedMark());
            }
            assertThat(warmUp.admits()).isTrue();
            var _ = warmUp.claim(NOON);
        }
    }

    private static void hear(WarmUp warmUp, int count, Outcome outcome) {
        for (int i = 0; i < count; i++) {
            var _ = warmUp.attempted(outcome, NOON + i);
        }
    }

    private static Outcome delivered() {
        return new Outcome.Delivered(status(2, 250));
    }

    private static Outcome deferred(BounceClass why) {
        return new Outcome.Deferred(status(4, 451), why);
    }

    private static Outcome bounced(BounceClass why) {
        return new Outcome.Bounced(status(5, 550), why);
    }

    private static DeliveryStatus status(int statusClass, int code) {
        EnhancedStatus enhanced = new EnhancedStatus(statusClass, 0, 0);
        return new DeliveryStatus(enhanced, "words", new Reply(code, enhanced, List.of("words")), "mx", Stage.RCPT);
    }

    @ParameterizedTest
    @CsvSource({
            // deferrals, blocks, complaints of 200 attempts, and the step and state after step 2
            "0, 0, 0, 3, WARMING",
            "9, 1, 0, 3, WARMING",
            "10, 0, 0, 2, HOLDING",
            "0, 2, 0, 2, HOLDING",
            "0, 5, 0, 2, HOLDING",
            "0, 6, 0, 1, RETREATED",
            "29, 0, 0, 2, HOLDING",
            "30, 0, 0, 1, RETREATED",
            "0, 0, 1, 1, RETREATED"})
    void theRatesOfAStepDecideWhatComesAfterIt(int deferrals, int blocks, int complaints, int step,
            WarmUpState state) {
        send(warmUp, 200);
        hear(warmUp, 200 - deferrals - blocks, delivered());
        hear(warmUp, deferrals, deferred(BounceClass.RATE_LIMITED));
        hear(warmUp, blocks, bounced(BounceClass.REPUTATION));
        warmUp.complained(complaints);

        assertThat(warmUp.endStep(MIDNIGHT - 1)).isFalse();
        assertThat(warmUp.endStep(MIDNIGHT)).isTrue();

        assertThat(warmUp.step()).isEqualTo(step);
        assertThat(warmUp.state()).isEqualTo(state);
        assertThat(warmUp.sent()).isZero();
        assertThat(warmUp.rates()).isEqualTo(WarmUpRates.NONE);
        assertThat(warmUp.sinceMillis()).isEqualTo(step == 2 ? NOON : MIDNIGHT);
    }

    @Test
    void fewAttemptsSayNothingUnlessTheyAreAllThatTheCapAllows() {
        send(warmUp, 99);
        hear(warmUp, 99, bounced(BounceClass.REPUTATION));
        assertThat(warmUp.state()).isEqualTo(WarmUpState.WARMING);

        WarmUp small = warmUp(plan("curve = [20, 40]"), 1);
        send(small, 20);
        hear(small, 19, bounced(BounceClass.REPUTATION));
        assertThat(small.state()).isEqualTo(WarmUpState.CAPPED);
        hear(small, 1, bounced(BounceClass.REPUTATION));
        assertThat(small.state()).isEqualTo(WarmUpState.STOPPED);
        assertThat(small.endStep(MIDNIGHT)).isTrue();
        assertThat(small.step()).isEqualTo(1);
        assertThat(small.state()).isEqualTo(WarmUpState.RETREATED);
        assertThat(small.reason()).contains("block rate of 100.00% (20 of 20) reached retreat at 3%");
    }

    @Test
    void whatSpeaksAboutTheRecipientDoesNotCountAgainstTheSource() {
        send(warmUp, 200);
        hear(warmUp, 50, bounced(BounceClass.BAD_MAILBOX));
        hear(warmUp, 50, deferred(BounceClass.MAILBOX_FULL));
        hear(warmUp, 50, new Outcome.Deferred(new DeliveryStatus(new EnhancedStatus(4, 4, 2), "lost", null, null,
                Stage.DATA), BounceClass.NETWORK));

        assertThat(warmUp.rates()).isEqualTo(new WarmUpRates(100, 0, 0, 0));
        assertThat(warmUp.endStep(MIDNIGHT)).isTrue();
        assertThat(warmUp.step()).isEqualTo(3);
    }

    @Test
    void itIsStoppedAtTheAttemptThatBringsTheBlocksToRetreatAndTakesNothingUntilTheStepEnds() {
        send(warmUp, 150);
        hear(warmUp, 140, delivered());
        hear(warmUp, 4, bounced(BounceClass.POLICY));
        assertThat(warmUp.admits()).isTrue();

        assertThat(warmUp.attempted(deferred(BounceClass.REPUTATION), NOON)).isTrue();

        assertThat(warmUp.state()).isEqualTo(WarmUpState.STOPPED);
        assertThat(warmUp.admits()).isFalse();
        assertThat(warmUp.shutMillis()).isEqualTo(NOON);
        assertThat(warmUp.endStep(MIDNIGHT)).isTrue();
        assertThat(warmUp.step()).isEqualTo(1);
    }

    @Test
    void aStepThatWasLittleUsedIsDoneAgain() {
        send(warmUp, 99);
        assertThat(warmUp.endStep(MIDNIGHT)).isTrue();
        assertThat(warmUp.step()).isEqualTo(2);
        assertThat(warmUp.reason()).contains("99 of 200 were sent, less than 50%");

        send(warmUp, 100);
        assertThat(warmUp.endStep(MIDNIGHT + DAY)).isTrue();
        assertThat(warmUp.step()).isEqualTo(3);
    }

    @Test
    void daysWithoutTheNodeCountAsOneStep() {
        send(warmUp, 200);
        assertThat(warmUp.endStep(MIDNIGHT + 40 * DAY + 5)).isTrue();

        assertThat(warmUp.step()).isEqualTo(3);
        assertThat(warmUp.beginMillis()).isEqualTo(MIDNIGHT + 40 * DAY);
    }

    @Test
    void nothingIsTakenThatNoMarkOnDiskCovers() {
        assertThat(warmUp.admits()).isFalse();
        assertThat(warmUp.needsMark()).isTrue();
        warmUp.askMark();
        assertThat(warmUp.admits()).isFalse();
        warmUp.marked(warmUp.askedMark());
        int taken = 0;
        while (warmUp.admits()) {
            var _ = warmUp.claim(NOON);
            taken++;
        }
        assertThat(taken).isEqualTo(2);

        WarmUp restarted = warmUp(warmUp.plan(), 1);
        restarted.restore(warmUp.kept());
        assertThat(restarted.sent()).isEqualTo(2);
        assertThat(restarted.step()).isEqualTo(2);
    }

    @Test
    void anOperatorSetsTheStepAndWhatWasSentStaysSent() {
        send(warmUp, 150);
        hear(warmUp, 150, bounced(BounceClass.REPUTATION));
        assertThat(warmUp.state()).isEqualTo(WarmUpState.STOPPED);

        warmUp.set(1, "checked", NOON);
        assertThat(warmUp.state()).isEqualTo(WarmUpState.CAPPED);
        warmUp.set(3, "checked", NOON);
        assertThat(warmUp.state()).isEqualTo(WarmUpState.WARMING);
        send(warmUp, 250);
        assertThat(warmUp.isShut()).isTrue();
        warmUp.set(5, "known address", NOON);
        assertThat(warmUp.isWarm()).isTrue();
        assertThat(warmUp.admits()).isTrue();
    }
}
