package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.penguinmails.mta.connect.RemoteHost;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.EnhancedStatus;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.Reply;
import com.penguinmails.mta.outcome.BounceClass;
import com.penguinmails.mta.outcome.DeliveryStatus;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.outcome.Stage;
import com.penguinmails.mta.resolve.DeliveryPlan;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.shape.WarmUpState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What warm-up plans do with mail. */
class QueueWarmUpTest {
    private static final JobId JOB = new JobId(1, 1);
    private static final long DAY = Duration.ofDays(1).toNanos();
    private static final String GROUPS = """
            [providers.big]
            mx_suffix = ["big.example"]
            """;

    private static QueueRig.Setup setup(String plan, String warmUp) {
        QueueRig.Setup setup = new QueueRig.Setup().shaping(GROUPS + "[warmup_plans.plan]\n" + plan
                + "\n[[warmups]]\nsource = \"new\"\nplan = \"plan\"\n" + warmUp + "\n");
        setup.sources = List.of(QueueRig.source("new"));
        return setup;
    }

    private static QueueRig.Setup withWarmSource(QueueRig.Setup setup) {
        setup.sources = List.of(QueueRig.source("new"), QueueRig.source("old"));
        return setup;
    }

    private static long sent(QueueRig rig, Predicate<SimulatedNetwork.Sent> which) {
        return rig.network.sent.stream().filter(which).count();
    }

    private static long sentOnDay(QueueRig rig, String source, int day) {
        return sent(rig, sent -> sent.source().equals(source) && sent.nanos() / DAY == day);
    }

    private static Outcome blocked() {
        EnhancedStatus enhanced = new EnhancedStatus(5, 7, 1);
        return new Outcome.Bounced(new DeliveryStatus(enhanced, "listed", new Reply(554, enhanced, List.of("listed")),
                "mx", Stage.RCPT), BounceClass.REPUTATION);
    }

    @Test
    void aCapHoldsToTheRecipientAndTheRestWaitsForTheExactEndOfTheDay() {
        QueueRig rig = new QueueRig(setup("curve = [50, 100, 200]", ""));
        rig.network.transactionTime = Duration.ofSeconds(1);
        rig.rows(JOB, "acme", "one.example", 300);

        rig.runFor(Duration.ofHours(1));
        assertThat(rig.network.sent).hasSize(50);
        long acceptance = rig.message("acme", "z@one.example");
        rig.runFor(Duration.ofSeconds(1));

        RecipientExplanation explained = Ask.now(rig, rig.proxy.explain(acceptance)).getFirst();
        Blocker blocker = explained.blockers().getFirst();
        assertThat(blocker.kind()).isEqualTo(BlockerKind.WARM_UP);
        assertThat(blocker.rule()).isEqualTo(
                "[[warmups]] new in shaping.toml, step 1 of 3 of plan plan, 50 messages");
        assertThat(blocker.reason()).isEqualTo("warm-up of source new at other: its cap is used up");
        assertThat(blocker.sinceMillis()).isBetween(rig.clock.millis() - 3_700_000, rig.clock.millis() - 3_500_000);
        assertThat(blocker.remedy()).contains("add a warm source").contains("penguin warmup set");
        long midnight = rig.clock.millis() - rig.clock.nanoTime() / 1_000_000 + 86_400_000;
        assertThat(blocker.releaseMillis()).isEqualTo(midnight);
        assertThat(explained.recipient().state()).isEqualTo("delayed");

        rig.runUntil(() -> rig.network.sent.size() > 50);
        assertThat(rig.clock.millis() - midnight).isBetween(0L, 10L);
        rig.runUntil(() -> rig.spool.finals() == rig.spool.accepted());
        assertThat(sentOnDay(rig, "new", 1)).isEqualTo(100);
        assertThat(sentOnDay(rig, "new", 2)).isEqualTo(151);
        assertThat(rig.spool.total(EventType.DEFERRED)).isZero();
    }

    @Test
    void nothingWakesTheQueueWhileItWaitsForTheNextStep() {
        QueueRig rig = new QueueRig(setup("curve = [10, 20]", ""));
        rig.rows(JOB, "acme", "one.example", 30);
        rig.runFor(Duration.ofHours(1));

        assertThat(rig.agent.nextDeadlineNanos()).isEqualTo(DAY);
    }

    @Test
    void whatIsOverTheCapLeavesByTheWarmSourceAtOnce() {
        QueueRig rig = new QueueRig(withWarmSource(setup("curve = [100, 200]", "")));
        rig.network.transactionTime = Duration.ofMillis(20);
        rig.rows(JOB, "acme", "one.example", 5_000);

        rig.runToEnd();

        assertThat(sent(rig, sent -> sent.source().equals("new"))).isEqualTo(100);
        assertThat(rig.clock.nanoTime()).as("as fast as the warm source is").isLessThan(60_000_000_000L);
    }

    @Test
    void mailThatKeepsToTheWarmingSourceGoesToTheWarmOneWhenTheCapIsReachedAndComesBack() {
        QueueRig.Setup setup = new QueueRig.Setup().shaping(GROUPS + """
                [pools.default]
                sources = { new = 1000, old = 1 }
                sticky = "tenant"
                [warmup_plans.plan]
                curve = [100, 200]
                advance_at = "100%"
                [[warmups]]
                source = "new"
                plan = "plan"
                """);
        QueueRig rig = new QueueRig(withWarmSource(setup));
        rig.rows(JOB, "acme", "one.example", 500);
        rig.runToEnd();
        assertThat(sent(rig, sent -> sent.source().equals("new"))).isEqualTo(100);
        assertThat(rig.clock.nanoTime()).isLessThan(60_000_000_000L);

        rig.runUntil(() -> rig.clock.nanoTime() > DAY);
        rig.rows(new JobId(1, 2), "acme", "one.example", 150);
        rig.runToEnd();
        assertThat(sentOnDay(rig, "new", 1)).isEqualTo(150);
    }

    @Test
    void aProvidersSitesShareItsCapAndOtherSitesShareTheirs() {
        QueueRig rig = new QueueRig(setup("curve = [40]\n[warmup_plans.plan.curves]\nbig = [70]", ""));
        rig.dns = domain -> new Resolution.Routed(new DeliveryPlan(site(domain),
                List.of(new RemoteHost(site(domain), 25, 0))), Long.MAX_VALUE);
        for (String domain : List.of("b1.test", "b2.test", "o1.test", "o2.test")) {
            rig.rows(new JobId(1, domain.hashCode()), "acme", domain, 100);
        }

        rig.runFor(Duration.ofHours(2));

        assertThat(sent(rig, sent -> sent.site().endsWith("big.example"))).isEqualTo(70);
        assertThat(sent(rig, sent -> !sent.site().endsWith("big.example"))).isEqualTo(40);
        rig.runFor(Duration.ofDays(1));
        assertThat(rig.spool.finals()).as("the curve is over: warm").isEqualTo(400);
    }

    private static String site(String domain) {
        return domain.startsWith("b") ? domain.substring(0, 2) + ".big.example" : "mx." + domain;
    }

    @Test
    void aRecipientOfManyTakesAlongNoMoreThanTheCapAllows() {
        QueueRig rig = new QueueRig(setup("curve = [7, 7]", ""));
        String[] recipients = new String[30];
        for (int i = 0; i < recipients.length; i++) {
            recipients[i] = "r" + i + "@one.example";
        }
        rig.message("acme", recipients);

        rig.runFor(Duration.ofHours(1));

        assertThat(rig.network.sent).hasSize(7);
    }

    @Test
    void whatWasPickedAndNotSentIsGivenBackToTheCap() {
        QueueRig rig = new QueueRig(setup("curve = [50, 100]", ""));
        rig.network.transactionTime = Duration.ofMillis(100);
        rig.rows(JOB, "acme", "one.example", 200);
        rig.runUntil(() -> rig.network.sent.size() >= 30);

        // A reload gives back all that is prepared.
        assertThat(Ask.now(rig, rig.proxy.reload(setup("curve = [50, 100]", "").shaping))).isTrue();
        rig.runFor(Duration.ofHours(1));

        assertThat(rig.network.sent).as("neither more than the cap nor less").hasSize(50);
    }

    @Test
    void whatIsPickedBeforeMidnightAndSentAfterItCountsInTheNewStep() {
        QueueRig rig = new QueueRig(setup("curve = [1000, 1000]\nadvance_at = \"1%\"", ""));
        rig.network.transactionTime = Duration.ofMinutes(7);
        rig.rows(JOB, "acme", "one.example", 2_000);
        rig.runFor(Duration.ofHours(23));
        rig.network.transactionTime = Duration.ofMillis(10);

        rig.runFor(Duration.ofHours(24));

        assertThat(sentOnDay(rig, "new", 0)).isLessThanOrEqualTo(1_000);
        assertThat(sentOnDay(rig, "new", 1)).isEqualTo(Math.min(1_000, 2_000 - sentOnDay(rig, "new", 0)));
    }

    @Test
    void blocksStopTheSourceForTheDayAndSetThePlanBack() {
        QueueRig rig = new QueueRig(
                withWarmSource(setup("curve = [100, 1000, 5000]\nleast_attempts = 50", "step = 2")));
        rig.network.outcome = (request, _) -> request.source().name().equals("new")
                ? blocked()
                : SimulatedNetwork.delivered();
        rig.rows(JOB, "acme", "one.example", 5_000);

        rig.runToEnd();
        assertThat(sent(rig, sent -> sent.source().equals("new"))).isBetween(50L, 80L);
        rig.network.outcome = (_, _) -> SimulatedNetwork.delivered();
        rig.rows(new JobId(1, 2), "acme", "one.example", 500);
        rig.runToEnd();
        assertThat(sent(rig, sent -> sent.source().equals("new"))).isBetween(50L, 80L);

        rig.runUntil(() -> rig.clock.nanoTime() >= DAY);
        rig.rows(new JobId(1, 3), "acme", "one.example", 5_000);
        rig.runToEnd();
        assertThat(sentOnDay(rig, "new", 1)).as("step 1 again").isEqualTo(100);
    }

    @Test
    void deferralsHoldThePlanOnItsStep() {
        QueueRig rig = new QueueRig(setup("curve = [100, 200]", ""));
        int[] number = {0};
        rig.network.outcome = (_, _) -> number[0]++ % 10 == 0 && number[0] < 100
                ? SimulatedNetwork.deferred()
                : SimulatedNetwork.delivered();
        rig.rows(JOB, "acme", "one.example", 600);

        rig.runFor(Duration.ofDays(3));

        assertThat(sentOnDay(rig, "new", 0)).isEqualTo(100);
        assertThat(sentOnDay(rig, "new", 1)).isEqualTo(100);
        assertThat(sentOnDay(rig, "new", 2)).isEqualTo(200);
    }

    @Test
    void aSourceThatIsNotUsedDoesNotGetWarmByWaiting() {
        QueueRig rig = new QueueRig(setup("curve = [100, 200]", ""));
        rig.rows(JOB, "acme", "one.example", 20);
        rig.runFor(Duration.ofDays(5));
        rig.rows(new JobId(1, 2), "acme", "one.example", 300);

        rig.runFor(Duration.ofHours(1));

        assertThat(sentOnDay(rig, "new", 5)).isEqualTo(100);
    }

    @Test
    void aSourceIsWarmBehindTheLastStepAndStaysSo() {
        QueueRig rig = new QueueRig(setup("curve = [10, 20]", ""));
        rig.rows(JOB, "acme", "one.example", 500);

        rig.runToEnd();

        assertThat(sentOnDay(rig, "new", 0)).isEqualTo(10);
        assertThat(sentOnDay(rig, "new", 1)).isEqualTo(20);
        assertThat(sentOnDay(rig, "new", 2)).isEqualTo(470);
        rig.runFor(Duration.ofDays(20));
        rig.rows(new JobId(1, 2), "acme", "one.example", 500);
        rig.runFor(Duration.ofMinutes(1));
        assertThat(rig.spool.finals()).isEqualTo(1_000);
    }

    @Test
    void noCrashMakesACapMoreThanItIs() {
        for (int crash = 1; crash <= 60; crash += 7) {
            QueueRig rig = new QueueRig(setup("curve = [300, 400]", ""));
            rig.network.transactionTime = Duration.ofMillis(3);
            rig.rows(JOB, "acme", "one.example", 1_000);
            int before = crash * 5;
            rig.runUntil(() -> rig.network.sent.size() >= before);

            QueueRig restarted = restart(rig, setup("curve = [300, 400]", ""));
            restarted.runFor(Duration.ofHours(3));
            int sum = rig.network.sent.size() + restarted.network.sent.size();
            assertThat(sum).as("after a crash at %s", before).isLessThanOrEqualTo(300)
                    .as("and costs no more than a hundredth and what was prepared")
                    .isGreaterThanOrEqualTo(300 - 3 - 20);
        }
    }

    @Test
    void aRestartOnALaterDayJudgesTheStepThatWasInProgress() {
        QueueRig rig = new QueueRig(setup("curve = [100, 1000]\nleast_attempts = 50", ""));
        rig.network.outcome = (_, _) -> SimulatedNetwork.delivered();
        rig.rows(JOB, "acme", "one.example", 1_000);
        rig.runFor(Duration.ofMinutes(1));
        QueueRig held = new QueueRig(setup("curve = [100, 1000]\nleast_attempts = 50", ""));
        held.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        held.rows(JOB, "acme", "one.example", 1_000);
        held.runFor(Duration.ofMinutes(1));

        for (QueueRig each : List.of(rig, held)) {
            QueueRig.Setup later = setup("curve = [100, 1000]\nleast_attempts = 50", "");
            QueueRig restarted = restartOnDay(each, later, 4);
            restarted.runFor(Duration.ofHours(20));
            assertThat(restarted.network.sent).hasSize(each == rig ? 900 : 100);
        }
    }

    private static QueueRig restart(QueueRig rig, QueueRig.Setup setup) {
        return restartOnDay(rig, setup, 0);
    }

    private static QueueRig restartOnDay(QueueRig rig, QueueRig.Setup setup, int day) {
        Map<String, String> kept = new HashMap<>(rig.spool.kept);
        QueueRig restarted = new QueueRig(setup);
        restarted.clock.advance(Duration.ofNanos(rig.clock.nanoTime() + day * DAY));
        kept.forEach((key, value) -> restarted.agent.restoreFact(key, value.getBytes(StandardCharsets.UTF_8)));
        restarted.spool.takeOver(rig.spool, restarted.agent);
        return restarted;
    }

    @Test
    void aReloadKeepsWhatWasSentAndForgetsASourceThatIsTakenOut() {
        QueueRig rig = new QueueRig(setup("curve = [100, 300]", ""));
        rig.rows(JOB, "acme", "one.example", 1_000);
        rig.runFor(Duration.ofHours(1));
        assertThat(rig.spool.kept).containsKey("warmup/new/other");

        var _ = Ask.now(rig, rig.proxy.reload(setup("curve = [150, 300]", "").shaping));
        rig.runFor(Duration.ofHours(1));
        assertThat(rig.network.sent).as("the new cap, with what was sent before").hasSize(150);
        var _ = Ask.now(rig, rig.proxy.reload(setup("curve = [50, 300]", "").shaping));
        rig.runFor(Duration.ofHours(1));
        assertThat(rig.network.sent).hasSize(150);

        var _ = Ask.now(rig, rig.proxy.reload(new QueueRig.Setup().shaping));
        rig.runFor(Duration.ofHours(1));
        assertThat(rig.spool.kept).isEmpty();
        assertThat(rig.spool.finals()).isEqualTo(1_000);
    }

    @Test
    void aJournalThatCannotBeWrittenHoldsTheSourceAndNothingElse() {
        QueueRig rig = new QueueRig(withWarmSource(setup("curve = [1000]", "providers = [\"big\"]")));
        rig.dns = domain -> new Resolution.Routed(new DeliveryPlan(site(domain),
                List.of(new RemoteHost(site(domain), 25, 0))), Long.MAX_VALUE);
        rig.spool.fails = () -> true;
        rig.message("acme", "a@b1.test");
        rig.runFor(Duration.ofSeconds(5));
        assertThat(sent(rig, sent -> sent.source().equals("new"))).isZero();
        assertThat(sent(rig, sent -> sent.source().equals("old"))).isEqualTo(1);

        rig.spool.fails = () -> false;
        rig.runToEnd();
        rig.rows(JOB, "acme", "b1.test", 100);
        rig.runToEnd();
        assertThat(sent(rig, sent -> sent.source().equals("new"))).isPositive();
    }

    @Test
    void anOperatorsStepHoldsAtOnceAndAfterARestartWithWhoAndWhy() {
        QueueRig rig = new QueueRig(setup("curve = [50, 100, 200]", ""));
        rig.rows(JOB, "acme", "one.example", 300);
        rig.runFor(Duration.ofMinutes(1));
        assertThat(rig.network.sent).hasSize(50);

        WarmUpDesk desk = rig.proxy.warmUpDesk();
        CompletionStage<WarmUpReport> set = desk.set(order("other", 2));
        rig.runFor(Duration.ofMinutes(1));
        WarmUpReport report = set.toCompletableFuture().join();

        assertThat(report.step()).isEqualTo(2);
        assertThat(report.cap()).isEqualTo(100);
        assertThat(rig.network.sent).hasSize(100);
        assertThat(rig.spool.events(EventType.COMMAND_ISSUED)).singleElement().satisfies(event -> {
            assertThat(event.labels().tenant()).isEqualTo("_operator");
            assertThat(Objects.requireNonNull(event.detail()).diagnostic()).isEqualTo(
                    "set the warm-up of source new at other from step 1 to 2 of 3 by ada: known there");
        });
        assertThat(rig.spool.events(EventType.COMMAND_ENDED)).hasSize(1);
        QueueRig restarted = restart(rig, setup("curve = [50, 100, 200]", ""));
        WarmUpReport after = Ask.now(restarted, restarted.proxy.warmUpDesk().warmUps()).getLast();
        assertThat(after.step()).isEqualTo(2);
        assertThat(after.sent()).isEqualTo(100);
        assertThat(after.reason()).isEqualTo("set by ada: known there");

        var _ = desk.set(order("other", 4));
        rig.runFor(Duration.ofMinutes(1));
        assertThat(rig.spool.finals()).as("warm").isEqualTo(300);
    }

    private static WarmUpDesk.Order order(String provider, int step) {
        return new WarmUpDesk.Order(new CommandId(1, step), "new", provider, step,
                new OperatorCommand.Author("ada", "known there"));
    }

    @Test
    void complaintsSetThePlanBackAtTheProviderThatTheDomainHas() {
        QueueRig rig = new QueueRig(setup("curve = [100, 200, 400]\nleast_attempts = 50", "step = 2"));
        rig.dns = domain -> new Resolution.Routed(new DeliveryPlan(site(domain),
                List.of(new RemoteHost(site(domain), 25, 0))), Long.MAX_VALUE);
        rig.rows(JOB, "acme", "b1.test", 200);
        rig.runFor(Duration.ofMinutes(1));

        CompletionStage<WarmUpReport> told = rig.proxy.warmUpDesk()
                .complain(new WarmUpDesk.Complaints("new", null, "b7.test", 2));
        rig.runFor(Duration.ofSeconds(1));

        assertThat(told.toCompletableFuture().join().provider()).isEqualTo("big");
        assertThat(told.toCompletableFuture().join().rates().complaints()).isEqualTo(2);
        rig.runFor(Duration.ofDays(1));
        assertThat(Ask.now(rig, rig.proxy.warmUpDesk().warmUps())).extracting(WarmUpReport::provider,
                WarmUpReport::step, WarmUpReport::state).containsExactly(tuple("big", 1, WarmUpState.RETREATED),
                        tuple("other", 2, WarmUpState.WARMING));
    }

    @Test
    void aStoppedSourceIsATroubleAndACapThatIsUsedUpIsNone() {
        QueueRig rig = new QueueRig(withWarmSource(setup("curve = [100, 200]\nleast_attempts = 20", "")));
        rig.rows(JOB, "acme", "one.example", 500);
        rig.runFor(Duration.ofMinutes(1));
        rig.rows(new JobId(1, 2), "acme", "one.example", 100);
        assertThat(Ask.now(rig, rig.proxy.overview()).troubles()).isEmpty();

        rig.runUntil(() -> rig.clock.nanoTime() >= DAY);
        rig.network.outcome = (request, _) -> request.source().name().equals("new")
                ? blocked()
                : SimulatedNetwork.delivered();
        rig.rows(new JobId(1, 3), "acme", "one.example", 500);
        rig.runFor(Duration.ofHours(1));
        assertThat(Ask.now(rig, rig.proxy.overview()).troubles()).singleElement().satisfies(trouble -> {
            assertThat(trouble.provider()).isEqualTo("other");
            assertThat(trouble.source()).isEqualTo("new");
            assertThat(trouble.text()).contains("stopped").contains("block rate");
        });
    }

    @Test
    void mailThatWaitsForAConnectionOfTheWarmSourceSaysSoBeforeItTellsOfTheCap() {
        QueueRig.Setup setup = withWarmSource(setup("curve = [10, 20]", ""));
        setup.limits(1, 1_000, null, null);
        QueueRig rig = new QueueRig(setup);
        rig.network.transactionTime = Duration.ofSeconds(30);
        rig.rows(JOB, "acme", "one.example", 10);
        rig.runFor(Duration.ofMinutes(10));
        rig.rows(new JobId(1, 2), "acme", "one.example", 50);
        rig.runFor(Duration.ofMinutes(5));
        long acceptance = rig.message("acme", "z@one.example");
        rig.runFor(Duration.ofSeconds(1));

        List<Blocker> blockers = Ask.now(rig, rig.proxy.explain(acceptance)).getFirst().blockers();

        assertThat(blockers).extracting(Blocker::source).containsSubsequence("old", "new");
        assertThat(blockers.getFirst().kind()).isNotEqualTo(BlockerKind.WARM_UP);
    }

    @Test
    void whySlowTellsOfTheCapsAsARate() {
        QueueRig rig = new QueueRig(setup("curve = [8640, 20000]\nleast_attempts = 1", ""));
        rig.network.transactionTime = Duration.ofSeconds(1);
        rig.rows(JOB, "acme", "one.example", 20_000);
        rig.runFor(Duration.ofHours(2));

        SlownessReport report = Ask.now(rig, rig.proxy.slowness(MailSelector.all()));

        assertThat(report.ceilings()).anySatisfy(ceiling -> {
            assertThat(ceiling.rule()).isEqualTo(
                    "[[warmups]] new in shaping.toml, step 1 of 2 of plan plan, 8640 messages");
            assertThat(ceiling.perSecond()).isEqualTo(0.1);
        });
        assertThat(report.held().getFirst().blocker().kind()).isEqualTo(BlockerKind.WARM_UP);
    }
}
