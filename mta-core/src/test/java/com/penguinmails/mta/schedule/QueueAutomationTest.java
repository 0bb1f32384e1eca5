package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.ShapingConfig;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What automation rules do with mail when receivers reply as they say. */
class QueueAutomationTest {
    private static final JobId JOB = new JobId(1, 1);
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    @Test
    void aSourceThatIsListedIsLeftToTheOthersOfItsPoolForAWhile() {
        QueueRig.Setup setup = setup("codes = [554]\ntext = \"blocklist\"\nhits = 3\nwithin = \"5min\"\n"
                + "level = \"provider\"\naction = \"switch_source\"\nlasts = \"30min\"");
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"));
        QueueRig rig = new QueueRig(setup);
        rig.network.outcome = (request, _) -> request.source().name().equals("a")
                ? deferred(554, "5.7.1", "on our blocklist")
                : SimulatedNetwork.delivered();

        rig.rows(JOB, "acme", "one.example", 2_000);
        rig.runFor(Duration.ofMinutes(1));
        long fromA = rig.network.sent.stream().filter(sent -> sent.source().equals("a")).count();
        assertThat(fromA).isBetween(3L, 30L);
        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo((int) (2_000 - fromA));
        assertThat(Ask.now(rig, rig.proxy.automations(10))).singleElement().satisfies(trigger -> {
            assertThat(trigger.rule()).isEqualTo("rule");
            assertThat(trigger.reply()).contains("on our blocklist");
            assertThat(trigger.selector().source()).isEqualTo("a");
        });

        assertThat(rig.spool.events(EventType.AUTOMATION_TRIGGERED)).singleElement().satisfies(event -> {
            assertThat(event.labels().tenant()).isEqualTo("_operator");
            EventDetail detail = Objects.requireNonNull(event.detail());
            assertThat(detail.reason()).isEqualTo("rule");
            assertThat(detail.source()).isEqualTo("a");
            assertThat(detail.diagnostic()).contains("switch_source for site", "on our blocklist");
            assertThat(detail.releaseMillis()).isGreaterThan(rig.clock.millis());
        });
        assertThat(Ask.now(rig, rig.proxy.overview()).standing()).singleElement().satisfies(standing -> {
            assertThat(standing.what()).contains("switch source", "source a");
            assertThat(standing.by()).isEqualTo("automation rule rule");
        });

        rig.network.outcome = (_, _) -> SimulatedNetwork.delivered();
        rig.runFor(Duration.ofMinutes(30));
        assertThat(Ask.now(rig, rig.proxy.automations(10))).isEmpty();
        assertThat(Ask.now(rig, rig.proxy.overview()).standing()).isEmpty();
        assertThat(rig.spool.events(EventType.AUTOMATION_ENDED)).singleElement()
                .satisfies(event -> assertThat(Objects.requireNonNull(event.detail()).diagnostic())
                        .endsWith("its time is over"));
        int before = rig.network.sent.size();
        rig.rows(JOB, "acme", "one.example", 500);
        rig.runToEnd();
        assertThat(rig.network.sent.subList(before, rig.network.sent.size()))
                .anySatisfy(sent -> assertThat(sent.source()).isEqualTo("a"));
    }

    @Test
    void aPathThatBacksOffSendsNothingAndSaysWhy() {
        QueueRig rig = new QueueRig(
                setup("enhanced = [\"4.7.*\"]\nlevel = \"path\"\naction = \"back_off\"\nlasts = \"10min\""));
        rig.network.outcome = (_, _) -> rig.network.sent.size() < 50
                ? SimulatedNetwork.delivered()
                : deferred(450, "4.7.99", "come back later");

        long acceptance = rig.rows(JOB, "acme", "one.example", 1_000);
        rig.runFor(Duration.ofMinutes(1));
        int sent = rig.network.sent.size();
        assertThat(sent).isLessThan(100);
        assertThat(Ask.now(rig, rig.proxy.states(acceptance)))
                .anySatisfy(state -> assertThat(state.reason()).contains("automation rule rule")
                        .contains("come back later"));
        rig.network.outcome = (_, _) -> SimulatedNetwork.delivered();
        rig.runFor(Duration.ofMinutes(8));
        assertThat(rig.network.sent).hasSize(sent);
        rig.runToEnd();
        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(1_000);
    }

    @Test
    void aTenantsRateIsLoweredAndNobodyElsesAndBothAfterARestart() {
        String rule = "codes = [451]\nlevel = \"tenant\"\naction = \"limit\"\nrate = \"60/min\"\nlasts = \"10min\"";
        QueueRig rig = new QueueRig(setup(rule));
        rig.network.outcome = (_, recipient) -> recipient.forwardPath().toString().startsWith("bad")
                ? deferred(451, "4.7.99", "complaints")
                : SimulatedNetwork.delivered();
        rig.message("acme", "bad@one.example");
        rig.runFor(Duration.ofSeconds(10));
        assertThat(Ask.now(rig, rig.proxy.automations(10))).hasSize(1);
        rig.network.outcome = (_, _) -> SimulatedNetwork.delivered();
        Map<String, String> kept = new HashMap<>(rig.spool.kept);

        QueueRig restarted = new QueueRig(setup(rule));
        kept.forEach((key, value) -> restarted.agent.restoreFact(key, value.getBytes(StandardCharsets.UTF_8)));
        for (QueueRig each : List.of(rig, restarted)) {
            int before = each.network.sent.size();
            each.rows(JOB, "acme", "one.example", 1_000);
            each.rows(JOB, "other", "one.example", 1_000);
            long start = each.clock.nanoTime();
            each.runFor(Duration.ofMinutes(5));
            assertThat(each.network.sent.size() - before).isBetween(1_000 + 290, 1_000 + 310);
            each.runToEnd();
            assertThat(each.clock.nanoTime() - start).as("the limit has an end").isLessThan(12 * MINUTE);
            assertThat(Ask.now(each, each.proxy.automations(10))).isEmpty();
            assertThat(each.spool.kept).isEmpty();
        }
    }

    @Test
    void aPercentageIsOfWhatThePathHad() {
        QueueRig rig = new QueueRig(
                setup("codes = [451]\nlevel = \"site\"\naction = \"limit\"\npercent = 50\nlasts = \"1h\"")
                        .limits(10, 100, "600/min", null));
        rig.network.outcome = (_, _) -> rig.clock.nanoTime() > 2 * MINUTE && rig.clock.nanoTime() < 2.01 * MINUTE
                ? deferred(451, "4.3.2", "overloaded")
                : SimulatedNetwork.delivered();
        rig.rows(JOB, "acme", "one.example", 5_000);
        rig.runFor(Duration.ofMinutes(3));
        int before = rig.network.sent.size();
        rig.runFor(Duration.ofMinutes(2));
        assertThat(rig.network.sent.size() - before).isBetween(500, 620);
    }

    @Test
    void aRuleThatIsTakenOutEndsWhatItHasDone() {
        QueueRig rig = new QueueRig(setup("codes = [450]\nlevel = \"path\"\naction = \"suspend\"\nlasts = \"1h\""));
        rig.network.outcome = (_, _) -> rig.network.sent.size() == 1
                ? deferred(450, "4.7.99", "later")
                : SimulatedNetwork.delivered();
        rig.rows(JOB, "acme", "one.example", 100);
        rig.runFor(Duration.ofMinutes(1));
        assertThat(rig.spool.total(EventType.DELIVERED)).isLessThan(50);

        var _ = Ask.now(rig, rig.proxy.reload(ShapingConfig.defaults()));
        rig.runFor(Duration.ofSeconds(10));
        assertThat(rig.spool.total(EventType.DELIVERED)).isGreaterThan(90);
        assertThat(Ask.now(rig, rig.proxy.automations(10))).isEmpty();
    }

    private static QueueRig.Setup setup(String rule) {
        return new QueueRig.Setup().shaping("[[automation]]\nname = \"rule\"\n" + rule + "\n");
    }

    private static Outcome deferred(int code, String status, String words) {
        EnhancedStatus enhanced = EnhancedStatus.parse(status);
        return new Outcome.Deferred(new DeliveryStatus(EnhancedStatus.parse("4" + status.substring(1)),
                code + " " + status + " " + words, new Reply(code, enhanced, List.of(words)), "mx.test[192.0.2.1]",
                Stage.RCPT), BounceClass.OTHER);
    }
}
