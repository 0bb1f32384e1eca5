package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.penguinmails.mta.config.QueueConfig;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.CommandId;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.schedule.CommandReport.State;
import com.penguinmails.mta.schedule.OperatorCommand.Author;
import com.penguinmails.mta.schedule.OperatorCommand.Terms;
import com.penguinmails.mta.shape.StandingOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What operators order is done, survives a restart, touches what it said it would, and is written down. */
class QueueCommandsTest {
    private static final JobId JOB = new JobId(1, 1);
    private static final Author OPS = new Author("jo", "spam run");

    private final QueueRig.Setup setup = new QueueRig.Setup();
    private long ids;

    private static MailSelector tenant(String tenant) {
        return new MailSelector(tenant, null, null, null, null, null, null);
    }

    private static MailSelector site(String site) {
        return new MailSelector(null, null, null, null, site, null, null);
    }

    private OperatorCommand command(QueueRig rig, CommandKind kind, MailSelector selector, Terms terms) {
        return new OperatorCommand(new CommandId(7, ++ids), kind, selector, rig.clock.millis(), terms, OPS, "");
    }

    @CanIgnoreReturnValue
    private CommandReport order(QueueRig rig, CommandKind kind, MailSelector selector) {
        return order(rig, command(rig, kind, selector, Terms.none())).report();
    }

    private static CommandDesk.Issued order(QueueRig rig, OperatorCommand command) {
        return answer(rig, rig.agent.commandDesk().issue(command));
    }

    private static <T> T answer(QueueRig rig, CompletionStage<T> stage) {
        var answer = stage.toCompletableFuture();
        rig.runUntil(answer::isDone);
        try {
            return answer.get();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException refusal ? refusal : new IllegalStateException(e);
        }
    }

    private static EventDetail detail(DeliveryEvent event) {
        return Objects.requireNonNull(event.detail());
    }

    private static CommandReport look(QueueRig rig, CommandId id) {
        return answer(rig, rig.agent.commandDesk().command(id)).orElseThrow();
    }

    private static CommandPreview preview(QueueRig rig, OperatorCommand command) {
        return answer(rig, rig.agent.commandDesk().preview(command));
    }

    /** The same spool's mail in a queue that starts anew, as after a crash. */
    private QueueRig restarted(QueueRig old, Map<String, String> kept) {
        QueueRig rig = new QueueRig(setup);
        kept.forEach((key, value) -> rig.agent.restoreFact(key, value.getBytes(StandardCharsets.UTF_8)));
        rig.spool.takeOver(old.spool, rig.agent);
        return rig;
    }

    @Test
    void aSuspensionHoldsWhatComesTooAndEndsByResume() {
        QueueRig rig = new QueueRig();
        CommandReport report = order(rig, CommandKind.SUSPEND, tenant("acme"));
        rig.message("acme", "acme@one.example");
        rig.message("other", "other@one.example");
        rig.runFor(Duration.ofMinutes(1));

        assertThat(rig.network.sent).extracting(SimulatedNetwork.Sent::tenant).containsExactly("other");
        assertThat(report.state()).isEqualTo(State.IN_FORCE);

        CommandReport resume = order(rig, CommandKind.RESUME, tenant("acme"));
        rig.runToEnd();
        assertThat(resume.state()).isEqualTo(State.DONE);
        assertThat(resume.matched()).isEqualTo(1);
        assertThat(resume.touched()).isEqualTo(1);
        assertThat(look(rig, report.command().id()).state()).isEqualTo(State.ENDED);
    }

    @Test
    void aResumeOfOneTenantLeavesTheSuspensionOfAnother() {
        QueueRig rig = new QueueRig();
        order(rig, CommandKind.SUSPEND, tenant("acme"));
        order(rig, CommandKind.SUSPEND, tenant("other"));

        order(rig, CommandKind.RESUME, tenant("acme"));

        assertThat(Ask.now(rig, rig.proxy.orders())).extracting(StandingOrder::selector)
                .containsExactly(tenant("other"));
    }

    @Test
    void whoAndWhyIsWrittenDownBeforeItDoesAnything() {
        QueueRig rig = new QueueRig();
        rig.spool.room = 0;
        var answer = rig.agent.commandDesk().issue(command(rig, CommandKind.SUSPEND, tenant("acme"), Terms.none()))
                .toCompletableFuture();
        rig.work();
        assertThat(Ask.now(rig, rig.proxy.orders())).isEmpty();
        assertThat(answer).isNotDone();

        rig.spool.room = 10;
        rig.spool.makeRoom();
        rig.runUntil(answer::isDone);

        DeliveryEvent event = rig.spool.events(EventType.COMMAND_ISSUED).getFirst();
        assertThat(detail(event).diagnostic()).isEqualTo("suspend tenant acme by jo: spam run");
        assertThat(event.labels().tenant()).isEqualTo("_operator");
        assertThat(Ask.now(rig, rig.proxy.orders())).hasSize(1);
    }

    @Test
    void aCancelTouchesWhatWasAcceptedBeforeItAndNothingElse() {
        QueueRig rig = new QueueRig(setup.limits(1, 100, "1/h", null));
        rig.rows(JOB, "acme", "one.example", 5_000);
        rig.rows(JOB, "other", "one.example", 10);
        rig.runFor(Duration.ofSeconds(1));
        OperatorCommand cancel = command(rig, CommandKind.CANCEL, tenant("acme"), Terms.none());
        long announced = preview(rig, cancel).recipients();

        CommandDesk.Issued issued = order(rig, cancel);
        rig.rows(JOB, "acme", "two.example", 7);
        rig.runUntil(() -> look(rig, cancel.id()).state() == State.DONE);

        assertThat(issued.report().matched()).isEqualTo(announced);
        assertThat(look(rig, cancel.id()).touched()).isBetween(announced, announced + 1);
        rig.runFor(Duration.ofSeconds(5));
        assertThat(rig.spool.total(EventType.CANCELLED)).isBetween(4_999, 5_000);
        assertThat(rig.spool.events(EventType.CANCELLED)).allMatch(event -> event.labels().tenant().equals("acme"));
        assertThat(Ask.now(rig, rig.proxy.queues(10))).extracting(MailQueue.QueueSummary::domain)
                .contains("two.example");
        assertThat(rig.spool.events(EventType.COMMAND_ENDED)).hasSize(1);
    }

    @Test
    void whatIsBeingSentWhenABounceComesIsBouncedWhenItComesBack() {
        QueueRig rig = new QueueRig();
        rig.network.transactionTime = Duration.ofMinutes(2);
        rig.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        rig.message("acme", "acme@one.example");
        rig.runUntil(() -> rig.network.transactionsOpen == 1);

        CommandReport report = order(rig, CommandKind.BOUNCE, tenant("acme"));
        rig.runFor(Duration.ofMinutes(1));
        assertThat(look(rig, report.command().id()).state()).isEqualTo(State.RUNNING);
        rig.runToEnd();

        DeliveryEvent bounced = rig.spool.events(EventType.BOUNCED).getFirst();
        assertThat(detail(bounced).enhancedStatus()).isEqualTo("5.7.1");
        assertThat(detail(bounced).diagnostic()).isEqualTo("bounced by an operator: spam run");
        assertThat(bounced.attempt()).isEqualTo(1);
        assertThat(look(rig, report.command().id()).state()).isEqualTo(State.DONE);
    }

    @Test
    void aFlushTriesDeferredMailNowAndLeavesWhatIsScheduled() {
        QueueRig rig = new QueueRig();
        boolean[] accepts = {false};
        rig.network.outcome = (_, _) -> accepts[0] ? SimulatedNetwork.delivered() : SimulatedNetwork.deferred();
        rig.message("acme", "acme@one.example");
        rig.message("acme", PriorityClass.BULK, rig.clock.millis() + Duration.ofHours(5).toMillis(),
                Duration.ofDays(1), "later@one.example");
        rig.runFor(Duration.ofSeconds(30));
        accepts[0] = true;
        OperatorCommand flush = command(rig, CommandKind.FLUSH, MailSelector.all(), Terms.none());
        assertThat(preview(rig, flush).recipients()).isEqualTo(1);

        var _ = order(rig, flush);
        rig.runFor(Duration.ofSeconds(1));

        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(1);
        assertThat(look(rig, flush.id()).touched()).isEqualTo(1);
        assertThat(look(rig, flush.id()).state()).isEqualTo(State.DONE);
    }

    @Test
    void aFlushTriesADeadSiteAtOnce() {
        QueueRig rig = new QueueRig();
        boolean[] up = {false};
        rig.network.openFailure = _ -> up[0] ? null : SimulatedNetwork.unreachable();
        rig.rows(JOB, "acme", "one.example", 20);
        rig.runFor(Duration.ofSeconds(30));
        up[0] = true;

        order(rig, CommandKind.FLUSH, site("mx.one.example"));
        rig.runFor(Duration.ofSeconds(1));

        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(20);
    }

    @Test
    void aFlushAsksAgainForADomainThatCouldNotBeResolved() {
        QueueRig rig = new QueueRig();
        var dns = rig.dns;
        rig.dns = _ -> new com.penguinmails.mta.resolve.Resolution.TemporaryFailure("no answer");
        rig.rows(JOB, "acme", "one.example", 20);
        rig.runFor(Duration.ofSeconds(30));
        rig.dns = dns;

        order(rig, CommandKind.FLUSH, tenant("acme"));
        rig.runFor(Duration.ofSeconds(1));

        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(20);
    }

    @Test
    void whatGoesByTheSiteSaysHowMuchCannotBeDecided() {
        QueueRig rig = new QueueRig();
        rig.dns = _ -> new com.penguinmails.mta.resolve.Resolution.TemporaryFailure("no answer");
        rig.rows(JOB, "acme", "one.example", 20);
        rig.runFor(Duration.ofSeconds(30));

        CommandPreview preview = preview(rig,
                command(rig, CommandKind.CANCEL, site("mx.one.example"), Terms.none()));

        assertThat(preview.recipients()).isZero();
        assertThat(preview.undecided()).isEqualTo(20);
    }

    @Test
    void aCommandThatACrashInterruptsGoesOnAfterIt() {
        QueueRig rig = new QueueRig(setup.limits(1, 100, "1/h", null));
        rig.rows(JOB, "acme", "one.example", 3_000);
        rig.runFor(Duration.ofSeconds(1));
        CommandReport cancel = order(rig, CommandKind.CANCEL, tenant("acme"));
        CommandReport suspend = order(rig, CommandKind.SUSPEND, tenant("other"));
        Map<String, String> kept = Map.copyOf(rig.spool.kept);
        assertThat(kept).hasSize(3);

        QueueRig next = restarted(rig, kept);
        next.rows(JOB, "acme", "two.example", 7);
        next.message("other", "other@three.example");
        next.runUntil(() -> look(next, cancel.command().id()).state() == State.DONE);
        next.runFor(Duration.ofSeconds(10));

        assertThat(next.spool.total(EventType.CANCELLED) + rig.spool.total(EventType.CANCELLED)
                + rig.spool.total(EventType.DELIVERED)).isGreaterThanOrEqualTo(3_000);
        assertThat(next.spool.total(EventType.CANCELLED)).isGreaterThanOrEqualTo(1_000);
        assertThat(look(next, suspend.command().id()).state()).isEqualTo(State.IN_FORCE);
        assertThat(next.network.sent).noneMatch(sent -> sent.tenant().equals("other"));
        assertThat(Ask.now(next, next.proxy.queues(10))).extracting(MailQueue.QueueSummary::domain)
                .contains("two.example", "three.example").doesNotContain("one.example");
    }

    @Test
    void aCommandThatGoesByTheSiteFindsAfterACrashWhatNobodyHasAskedFor() {
        QueueRig rig = new QueueRig(setup);
        rig.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        rig.rows(JOB, "acme", "one.example", 300);
        rig.rows(JOB, "acme", "two.example", 20);
        rig.runUntil(() -> rig.spool.total(EventType.DEFERRED) == 320);
        OperatorCommand bounce = command(rig, CommandKind.BOUNCE, site("mx.one.example"), Terms.none());
        assertThat(preview(rig, bounce).recipients()).isEqualTo(300);
        var issued = rig.agent.commandDesk().issue(bounce);
        rig.work();
        rig.runUntil(() -> rig.spool.kept.containsKey(CommandCodec.key(bounce.id())));
        Map<String, String> kept = Map.copyOf(rig.spool.kept);
        assertThat(issued.toCompletableFuture()).isNotCompletedExceptionally();
        int before = rig.spool.total(EventType.BOUNCED);

        QueueRig next = restarted(rig, kept);
        next.rows(JOB, "acme", "one.example", 5);
        next.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        next.runUntil(() -> look(next, bounce.id()).state() == State.DONE);
        next.runFor(Duration.ofSeconds(5));

        assertThat(before).isLessThan(300);
        assertThat(before + next.spool.total(EventType.BOUNCED)).isEqualTo(300);
        assertThat(next.spool.accepted() - next.spool.finals()).isEqualTo(25);
    }

    @Test
    void aFlushLeavesAloneWhatIsBeingTriedWhenItComes() {
        QueueRig rig = new QueueRig();
        rig.network.transactionTime = Duration.ofSeconds(30);
        rig.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        rig.message("acme", "acme@one.example");
        rig.runUntil(() -> rig.network.transactionsOpen == 1);

        CommandReport flush = order(rig, CommandKind.FLUSH, tenant("acme"));
        rig.runFor(Duration.ofMinutes(2));

        assertThat(look(rig, flush.command().id()).state()).isEqualTo(State.DONE);
        assertThat(rig.spool.total(EventType.DEFERRED)).isEqualTo(1);
    }

    @Test
    void aFlushThatBeginsAgainAfterARestartPassesByWhatItHadTried() {
        setup.queue = new QueueConfig(Duration.ofMinutes(5), Duration.ofHours(4), 0, Duration.ofDays(5), 1_000_000,
                QueueConfig.defaults().memory(), 90, "accept", 0);
        QueueRig rig = new QueueRig(setup);
        rig.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        rig.rows(JOB, "acme", "one.example", 20);
        rig.runUntil(() -> rig.spool.total(EventType.DEFERRED) == 20);
        rig.runFor(Duration.ofSeconds(20));
        OperatorCommand flush = command(rig, CommandKind.FLUSH, tenant("acme"), Terms.none());
        var _ = order(rig, flush);
        Map<String, String> running = Map.copyOf(rig.spool.kept);
        rig.runFor(Duration.ofSeconds(20));
        assertThat(rig.spool.total(EventType.DEFERRED)).isEqualTo(40);

        QueueRig next = new QueueRig(setup);
        next.clock.advance(Duration.ofNanos(rig.clock.nanoTime()));
        running.forEach((key, value) -> next.agent.restoreFact(key, value.getBytes(StandardCharsets.UTF_8)));
        next.spool.takeOver(rig.spool, next.agent);
        next.runFor(Duration.ofSeconds(20));

        assertThat(look(next, flush.id()).state()).isEqualTo(State.DONE);
        assertThat(look(next, flush.id()).touched()).isZero();
        assertThat(List.copyOf(next.network.sent)).isEmpty();
    }

    @Test
    void aStandingCommandIsPutInForceAgainIfOnlyTheCommandReachedTheDisk() {
        QueueRig rig = new QueueRig();
        CommandReport suspend = order(rig, CommandKind.SUSPEND, tenant("acme"));
        String key = CommandCodec.key(suspend.command().id());

        QueueRig next = restarted(rig, Map.of(key, rig.spool.kept.get(key)));
        next.runFor(Duration.ofSeconds(1));

        assertThat(Ask.now(next, next.proxy.orders())).hasSize(1);
    }

    @Test
    void aCommandEndsAtItsTimeAndSaysSo() {
        QueueRig rig = new QueueRig();
        Terms hour = new Terms(rig.clock.millis() + Duration.ofHours(1).toMillis(), null, null);
        OperatorCommand suspend = command(rig, CommandKind.SUSPEND, tenant("acme"), hour);
        var _ = order(rig, suspend);
        rig.message("acme", "acme@one.example");

        rig.runToEnd();

        assertThat(look(rig, suspend.id()).state()).isEqualTo(State.ENDED);
        assertThat(rig.network.sent.getFirst().nanos()).isGreaterThanOrEqualTo(Duration.ofHours(1).toNanos());
        assertThat(detail(rig.spool.events(EventType.COMMAND_ENDED).getFirst()).diagnostic())
                .isEqualTo("suspend tenant acme: its time is over");
    }

    @Test
    void aCommandIsTakenBackByItsId() {
        QueueRig rig = new QueueRig();
        CommandReport suspend = order(rig, CommandKind.SUSPEND, tenant("acme"));

        CommandReport ended = answer(rig, rig.agent.commandDesk().end(suspend.command().id(), OPS)).orElseThrow();

        assertThat(ended.state()).isEqualTo(State.ENDED);
        assertThat(Ask.now(rig, rig.proxy.orders())).isEmpty();
        assertThatThrownBy(() -> answer(rig, rig.agent.commandDesk().end(suspend.command().id(), OPS)))
                .isInstanceOf(CommandRefusedException.class).hasMessageContaining("is over");
        assertThat(answer(rig, rig.agent.commandDesk().end(new CommandId(9, 9), OPS))).isEqualTo(Optional.empty());
    }

    @Test
    void aRepetitionByItsKeyDoesNothingAgainAndAnotherCommandIsRefused() {
        QueueRig rig = new QueueRig();
        OperatorCommand first = keyed(rig, CommandKind.SUSPEND);
        var _ = order(rig, first);

        CommandDesk.Issued again = order(rig, keyed(rig, CommandKind.SUSPEND));

        assertThat(again.repeated()).isTrue();
        assertThat(again.report().command().id()).isEqualTo(first.id());
        assertThat(Ask.now(rig, rig.proxy.orders())).hasSize(1);
        assertThatThrownBy(() -> order(rig, keyed(rig, CommandKind.CANCEL)))
                .isInstanceOf(CommandRefusedException.class).hasMessageContaining("another command");
    }

    private OperatorCommand keyed(QueueRig rig, CommandKind kind) {
        return new OperatorCommand(new CommandId(8, ++ids), kind, tenant("acme"), rig.clock.millis(), Terms.none(),
                OPS, "key-1");
    }

    private static MailSelector source(String source) {
        return new MailSelector(null, null, null, null, null, null, source);
    }

    private void pools(String first, String second) {
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"), QueueRig.source("c"));
        setup.shaping("""
                [any_path]
                connections = 1
                rate = "10/s"
                [pools.first]
                sources = %s
                [pools.second]
                sources = %s
                [[pool_rules]]
                tenant = "second"
                pool = "second"
                [[pool_rules]]
                pool = "first"
                """.formatted(first, second));
    }

    @Test
    void mailIsReroutedByASourceOfItsPoolWhicheverOfThatItWouldLeaveFrom() {
        pools("{ a = 1, b = 1 }", "{ c = 1 }");
        QueueRig rig = new QueueRig(setup);
        rig.rows(new JobId(1, 1), "first", "one.example", 40);
        rig.rows(new JobId(1, 2), "second", "one.example", 10);
        rig.runFor(Duration.ofMillis(500));
        Terms toSecond = new Terms(StandingOrder.UNTIL_TAKEN_BACK, "second", null);
        OperatorCommand reroute = command(rig, CommandKind.REROUTE, source("b"), toSecond);

        CommandPreview preview = preview(rig, reroute);
        assertThat(preview.byTenant()).containsOnlyKeys("first");
        assertThat(order(rig, reroute).report().command()).isEqualTo(reroute);
        rig.network.sent.clear();
        rig.runFor(Duration.ofSeconds(1));
        assertThat(rig.network.sent).isNotEmpty().allSatisfy(sent -> assertThat(sent.source()).isEqualTo("c"));

        QueueRig restarted = restarted(rig, rig.spool.kept);
        restarted.runToEnd();
        assertThat(restarted.network.sent).isNotEmpty()
                .allSatisfy(sent -> assertThat(sent.source()).isEqualTo("c"));
    }

    @Test
    void mailIsOfAnotherClassByASourceOfItsPool() {
        pools("{ a = 1 }", "{ a = 1, b = 1 }");
        QueueRig rig = new QueueRig(setup);
        Terms first = new Terms(StandingOrder.UNTIL_TAKEN_BACK, null, PriorityClass.TRANSACTIONAL);
        assertThat(order(rig, command(rig, CommandKind.PRIORITY, source("b"), first)).repeated()).isFalse();
        rig.dns = _ -> QueueRig.routed("mx.one.example", Long.MAX_VALUE);
        rig.rows(new JobId(1, 1), "first", "first.example", 100);
        rig.rows(new JobId(1, 2), "second", "second.example", 200);

        rig.runFor(Duration.ofSeconds(6));

        List<String> fromA = rig.network.sent.stream().filter(sent -> sent.source().equals("a"))
                .map(sent -> sent.recipient().replaceFirst(".*@", "")).toList();
        assertThat(fromA).hasSizeGreaterThan(50).contains("first.example");
        assertThat(fromA.stream().filter("second.example"::equals)).hasSizeGreaterThan(fromA.size() * 3 / 4);
    }

    @Test
    void whatCannotBeIsRefusedWithTheFieldAndTheMend() {
        QueueRig rig = new QueueRig();
        assertThatThrownBy(() -> order(rig, command(rig, CommandKind.REROUTE, tenant("acme"),
                new Terms(StandingOrder.UNTIL_TAKEN_BACK, "nowhere", null))))
                .isInstanceOfSatisfying(CommandRefusedException.class, e -> assertThat(e.field()).isEqualTo("pool"));
        assertThatThrownBy(() -> command(rig, CommandKind.CANCEL, tenant("acme"),
                new Terms(rig.clock.millis() + 1, null, null)))
                .isInstanceOfSatisfying(CommandRefusedException.class, e -> assertThat(e.field()).isEqualTo("until"));
        assertThatThrownBy(() -> new Author("", "why")).isInstanceOfSatisfying(CommandRefusedException.class,
                e -> assertThat(e.field()).isEqualTo("operator"));
        assertThat(rig.spool.kept).isEmpty();
        assertThat(List.copyOf(rig.spool.events)).isEmpty();
    }
}
