package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.shape.AutomationTrigger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What automation rules have triggered over crashes and over clocks that are set. */
class QueueAutomationCrashTest {
    private static final String SUSPEND = "action = \"suspend\"";
    private static final String LIMIT = "action = \"limit\"\nrate = \"60/min\"";
    private static final Duration LASTS = Duration.ofMinutes(10);
    private static final Duration EARLY = Duration.ofMinutes(2);

    /** What a crash at some instant would leave, and what readers had been told by then. */
    private record Crash(Duration at, Map<String, String> kept, int triggered, int ended) {}

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCrashAtAnyInstantLosesNoSuspensionAndReadersAreToldOnceOfEach(boolean early) {
        List<Crash> crashes = crashes(early);
        assertThat(crashes).as("with neither, a suspension alone, its trigger too, a trigger alone, and neither")
                .extracting(crash -> crash.kept().size()).containsExactly(0, 1, 2, 1, 0);
        for (Crash crash : crashes) {
            boolean suspended = crash.kept().keySet().stream()
                    .anyMatch(key -> key.startsWith(StandingOrderCodec.SUSPENSION));
            int ever = suspended || crash.triggered() > 0 ? 1 : 0;
            QueueRig next = restarted(SUSPEND, crash);
            next.message("acme", "later@one.example");
            Duration left = LASTS.minus(crash.at());
            next.runFor(left.isNegative() ? Duration.ofSeconds(1) : left);
            assertThat(next.network.sent).as("sent after %s", crash).hasSize(suspended ? 0 : 1);

            next.runFor(Duration.ofMinutes(1));
            assertThat(next.network.sent).as("sent in the end, after %s", crash).hasSize(1);
            assertThat(crash.triggered() + next.spool.events(EventType.AUTOMATION_TRIGGERED).size())
                    .as("begun, told of before or after %s", crash).isEqualTo(ever);
            assertThat(crash.ended() + next.spool.events(EventType.AUTOMATION_ENDED).size())
                    .as("over, told of before or after %s", crash).isEqualTo(ever);
            assertThat(next.spool.kept).as("kept after %s", crash).isEmpty();
        }
    }

    private static List<Crash> crashes(boolean early) {
        QueueRig rig = rig(SUSPEND);
        rig.network.outcome = (_, _) -> rig.network.sent.size() > 1 ? SimulatedNetwork.delivered() : deferred();
        List<Crash> crashes = new ArrayList<>(List.of(crash(rig)));
        rig.message("acme", "first@one.example");
        Duration end = early ? EARLY : LASTS.plusMinutes(1);
        var _ = rig.clock.schedule(end, () -> {});
        while (rig.clock.nanoTime() < end.toNanos()) {
            note(rig, crashes);
        }
        if (early) {
            AutomationTrigger trigger = Ask.now(rig, rig.proxy.automations(1)).getFirst();
            assertThat(rig.agent.resume(trigger.id(), () -> {})).isTrue();
            var _ = rig.clock.schedule(Duration.ofSeconds(1), () -> {});
            while (rig.clock.nanoTime() < end.plusSeconds(1).toNanos()) {
                note(rig, crashes);
            }
        }
        return crashes;
    }

    private static void note(QueueRig rig, List<Crash> crashes) {
        rig.step();
        Crash crash = crash(rig);
        Crash last = crashes.getLast();
        if (!crash.kept().equals(last.kept())) {
            crashes.add(crash);
        }
    }

    private static Crash crash(QueueRig rig) {
        return new Crash(Duration.ofNanos(rig.clock.nanoTime()), Map.copyOf(rig.spool.kept),
                rig.spool.events(EventType.AUTOMATION_TRIGGERED).size(),
                rig.spool.events(EventType.AUTOMATION_ENDED).size());
    }

    @Test
    void hitsOfMailThatIsSuspendedCountNothingAfterACrashEither() {
        Crash alone = crashes(false).get(1);
        QueueRig next = restarted(SUSPEND, alone);
        next.runFor(Duration.ofSeconds(1));
        AutomationTrigger trigger = Ask.now(next, next.proxy.automations(2)).getFirst();

        assertThat(trigger.rule()).isEqualTo("cmd_rule");
        assertThat(trigger.reply()).contains("come back later");
        assertThat(trigger.selector().source()).isEqualTo("a");
        assertThat(trigger.untilMillis() - trigger.sinceMillis()).isEqualTo(LASTS.toMillis());
    }

    @Test
    void aRuleThatIsGoneAfterARestartEndsWhatItHasDone() {
        for (String action : List.of(SUSPEND, LIMIT)) {
            QueueRig rig = triggered(action);
            QueueRig next = new QueueRig(new QueueRig.Setup());
            restore(next, crash(rig));
            next.runFor(Duration.ofSeconds(1));

            assertThat(Ask.now(next, next.proxy.automations(10))).isEmpty();
            assertThat(next.spool.events(EventType.AUTOMATION_ENDED)).hasSize(1);
            assertThat(next.spool.kept).isEmpty();
        }
    }

    @Test
    void nothingWakesTheQueueBeforeTheEndWhenTheClockWasSetBack() {
        for (String action : List.of(SUSPEND, LIMIT)) {
            QueueRig rig = triggered(action);
            rig.time.set(Duration.ofDays(-1));
            rig.runFor(Duration.ofMinutes(30));
            assertThat(Ask.now(rig, rig.proxy.automations(10))).as(action).hasSize(1);
            assertThat(rig.agent.nextDeadlineNanos() - rig.clock.nanoTime()).as(action)
                    .isGreaterThan(Duration.ofHours(23).toNanos());
        }
    }

    @Test
    void whatWasTriggeredEndsByTheWallClockWhenThatIsSetForward() {
        for (String action : List.of(SUSPEND, LIMIT)) {
            QueueRig rig = triggered(action);
            rig.time.set(Duration.ofDays(1));
            assertThat(rig.agent.nextDeadlineNanos()).as(action).isLessThanOrEqualTo(rig.clock.nanoTime());
            rig.runFor(Duration.ofSeconds(1));
            assertThat(Ask.now(rig, rig.proxy.automations(10))).as(action).isEmpty();
            assertThat(rig.agent.longestSleepNanos()).as(action).isEqualTo(Long.MAX_VALUE);
        }
    }

    /** Nothing is queued any more, and what the rule has done is on disk. */
    private static QueueRig triggered(String action) {
        QueueRig rig = rig(action);
        rig.network.outcome = (_, _) -> deferred();
        long acceptance = rig.message("acme", "first@one.example");
        rig.runFor(Duration.ofSeconds(5));
        var _ = Ask.now(rig, rig.proxy.cancel(acceptance));
        rig.runToEnd();
        assertThat(rig.spool.events(EventType.AUTOMATION_TRIGGERED)).hasSize(1);
        return rig;
    }

    private static QueueRig restarted(String action, Crash crash) {
        QueueRig rig = rig(action);
        restore(rig, crash);
        return rig;
    }

    private static void restore(QueueRig rig, Crash crash) {
        rig.clock.advance(crash.at());
        rig.spool.kept.putAll(crash.kept());
        crash.kept().forEach((key, value) -> rig.agent.restoreFact(key, value.getBytes(StandardCharsets.UTF_8)));
    }

    /** Its name is of those that commands have, which must not matter. */
    private static QueueRig rig(String action) {
        return new QueueRig(new QueueRig.Setup().shaping("[[automation]]\nname = \"cmd_rule\"\ncodes = [450]\n"
                + "level = \"path\"\nlasts = \"10min\"\n" + action + "\n"));
    }

    private static Outcome deferred() {
        return new Outcome.Deferred(new DeliveryStatus(EnhancedStatus.parse("4.7.99"),
                "450 4.7.99 come back later",
                new Reply(450, EnhancedStatus.parse("4.7.99"), List.of("come back later")), "mx.test[192.0.2.1]",
                Stage.RCPT), BounceClass.OTHER);
    }

    @Test
    void rulesThatStayAsTheyAreGoOnOverAReload() {
        QueueRig rig = triggered(SUSPEND);
        ShapingConfig same = new QueueRig.Setup().shaping("[[automation]]\nname = \"cmd_rule\"\ncodes = [450]\n"
                + "level = \"path\"\nlasts = \"10min\"\n" + SUSPEND + "\n").shaping;
        var _ = Ask.now(rig, rig.proxy.reload(same));
        rig.runFor(Duration.ofSeconds(1));
        assertThat(Ask.now(rig, rig.proxy.automations(10))).hasSize(1);
    }
}
