package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventDetail;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.schedule.MailQueue.RecipientState;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class QueueFailuresTest {
    private static final JobId JOB = new JobId(1, 1);

    @Test
    void aDeadSiteCostsOneProbeForAllThatIsDue() {
        QueueRig rig = new QueueRig();
        rig.network.openFailure = _ -> SimulatedNetwork.unreachable();

        rig.rows(JOB, "acme", "dead.example", 5_000);
        rig.runUntil(() -> rig.spool.total(EventType.DEFERRED) == 5_000);

        assertThat(rig.network.opened).hasSize(1);
        assertThat(rig.mails.mostIdentifying).isLessThanOrEqualTo(256);
        rig.message("acme", "late@dead.example");
        rig.runFor(Duration.ofMinutes(3));
        assertThat(rig.network.opened).hasSize(1);
        RecipientState state = Ask.now(rig, rig.proxy.states(5_002)).isEmpty()
                ? null
                : Ask.now(rig, rig.proxy.states(5_002)).getFirst();
        assertThat(rig.spool.total(EventType.DEFERRED)).as("%s", state).isEqualTo(5_000);

        rig.network.openFailure = _ -> null;
        rig.runToEnd();
        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(5_001);
    }

    @Test
    void aSiteThatDiesInTheMidstCostsOneProbeToo() {
        QueueRig rig = new QueueRig();
        rig.network.transactionTime = Duration.ofMillis(50);
        rig.rows(JOB, "acme", "one.example", 1_000);
        rig.runFor(Duration.ofMillis(900));
        assertThat(rig.network.connectionsOpen()).isEqualTo(20);
        int before = rig.network.opened.size();

        rig.network.breaks = _ -> true;
        rig.network.openFailure = _ -> SimulatedNetwork.unreachable();
        rig.runUntil(() -> rig.spool.total(EventType.DEFERRED) + rig.spool.total(EventType.DELIVERED) == 1_000);

        // 20 at most were in a transaction; while the last of them breaks, one connection may be tried beside it.
        assertThat(rig.network.opened.size() - before).isLessThanOrEqualTo(3);
        rig.runFor(Duration.ofMinutes(4));
        assertThat(rig.network.opened.size() - before).isLessThanOrEqualTo(3);
    }

    @Test
    void aSourceThatIsRefusedStrandsNoMail() {
        QueueRig.Setup setup = new QueueRig.Setup();
        setup.sources = List.of(QueueRig.source("bad"), QueueRig.source("good"));
        QueueRig rig = new QueueRig(setup);
        rig.network.openFailure = request -> request.source().name().equals("bad") ? SimulatedNetwork.deferred() : null;

        rig.rows(JOB, "acme", "one.example", 300);
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(300);
        assertThat(rig.spool.total(EventType.DEFERRED)).isZero();
        assertThat(rig.network.opened.stream().filter(request -> request.source().name().equals("bad"))).hasSize(1);
    }

    @Test
    void aDomainThatCannotBeResolvedSettlesItsMailWithoutAConnection() {
        QueueRig rig = new QueueRig();
        rig.dns = domain -> switch (domain) {
            case "null.example" -> new Resolution.NullMx();
            case "none.example" -> new Resolution.NoSuchDomain();
            case "hostless.example" -> new Resolution.NoHost();
            default -> new Resolution.TemporaryFailure("SERVFAIL");
        };

        rig.message("acme", "a@null.example", "b@none.example", "c@hostless.example", "d@broken.example",
                "e@broken.example");
        rig.runUntil(() -> rig.spool.events.size() == 5);

        assertThat(rig.network.opened).isEmpty();
        assertThat(rig.spool.events(EventType.BOUNCED))
                .extracting(event -> event.recipient() + " " + detail(event.detail()).enhancedStatus())
                .containsExactlyInAnyOrder("a@null.example 5.1.10", "b@none.example 5.1.2", "c@hostless.example 5.1.2");
        assertThat(rig.spool.events(EventType.DEFERRED))
                .allSatisfy(event -> assertThat(detail(event.detail()).enhancedStatus()).isEqualTo("4.4.3")).hasSize(2);
        assertThat(rig.questions.get("broken.example")).isEqualTo(1);
    }

    @Test
    void aLostConnectionReturnsItsRecipientsOnce() {
        QueueRig rig = new QueueRig();
        rig.network.breaks = _ -> rig.network.sent.size() == 1;

        rig.message("acme", "user@one.example");
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.DEFERRED)).isEqualTo(1);
        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(1);
        assertThat(rig.network.sent).hasSize(2);
    }

    @Test
    void aMailThatFailsToRenderIsAnOutcomeOfItsOwnAndStopsNothing() {
        QueueRig rig = new QueueRig();
        rig.mails.fault = identity -> identity.recipients().getFirst().forwardPath().toString().startsWith("row7@")
                ? new PreparedMail.Unrenderable(identity, "variable missing: name")
                : null;

        rig.rows(JOB, "acme", "one.example", 50);
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.RENDERING_FAILED)).isEqualTo(1);
        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(49);
    }

    @Test
    void contentThatCannotBeReadNowIsTriedAgainWithoutCountingAnAttempt() {
        QueueRig rig = new QueueRig();
        rig.mails.fault = identity -> rig.mails.prepared < 3
                ? new PreparedMail.Unavailable(identity, "disk busy")
                : null;

        long acceptance = rig.message("acme", "user@one.example");
        rig.runUntil(() -> rig.mails.prepared == 1);
        rig.runFor(Duration.ofSeconds(1));
        assertThat(Ask.now(rig, rig.proxy.states(acceptance))).singleElement().satisfies(state -> {
            assertThat(state.state()).isEqualTo("delayed");
            assertThat(state.insertReason()).isEqualTo(InsertReason.CONTENT_UNAVAILABLE);
        });
        rig.runToEnd();

        assertThat(rig.spool.events).singleElement().satisfies(event -> assertThat(event.attempt()).isEqualTo(1));
    }

    @Test
    void aFullSpoolHoldsBackAndLosesNothing() {
        QueueRig rig = new QueueRig();
        rig.spool.room = 1;

        rig.rows(JOB, "acme", "one.example", 500);
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(500);
    }

    @Test
    void anOutcomeThatCouldNotBeWrittenIsWrittenLater() {
        QueueRig rig = new QueueRig();
        int[] offers = new int[1];
        rig.spool.fails = () -> offers[0]++ % 3 == 0;

        rig.rows(JOB, "acme", "one.example", 60);
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(60);
        assertThat(rig.network.sent).hasSize(60);
    }

    @Test
    void anOutcomeThatCouldNotBeWrittenIsWrittenBeforeThoseThatCameLater() {
        QueueRig rig = new QueueRig();
        int[] offers = new int[1];
        rig.spool.fails = () -> offers[0]++ == 0;

        rig.network.transactionTime = Duration.ofMillis(100);
        rig.message("acme", "second@two.example");
        rig.runFor(Duration.ofMillis(10));
        rig.network.transactionTime = Duration.ofMillis(1);
        rig.message("acme", "first@one.example");
        rig.runToEnd();

        assertThat(rig.spool.events(EventType.DELIVERED)).extracting(DeliveryEvent::recipient)
                .containsExactly("first@one.example", "second@two.example");
    }

    @Test
    void whatIsNotYetSentCanBeCancelled() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(1, 100, "1/min", null));

        long acceptance = rig.message("acme", "a@one.example", "b@one.example", "c@one.example");
        long later = rig.message("acme", PriorityClass.BULK, rig.clock.millis() + 3_600_000, Duration.ofDays(1),
                "d@one.example");
        rig.runFor(Duration.ofSeconds(1));

        assertThat(Ask.now(rig, rig.proxy.cancel(acceptance, 2))).isEqualTo(1);
        assertThat(Ask.now(rig, rig.proxy.cancel(acceptance))).isEqualTo(1);
        assertThat(Ask.now(rig, rig.proxy.cancel(later))).isEqualTo(1);
        rig.runToEnd();
        assertThat(rig.spool.total(EventType.CANCELLED)).isEqualTo(3);
        assertThat(rig.network.sent).hasSize(1);
    }

    @Test
    void aJobIsCancelledInWhole() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(1, 100, "1/min", null));
        for (int block = 0; block < 20; block++) {
            rig.rows(JOB, "acme", "one.example", 256);
        }
        rig.rows(new JobId(9, 9), "acme", "one.example", 1);
        rig.runFor(Duration.ofSeconds(1));

        CompletionStage<Integer> cancelled = rig.proxy.cancelJob(JOB);
        rig.runUntil(() -> cancelled.toCompletableFuture().isDone());

        assertThat(cancelled.toCompletableFuture().getNow(0)).isEqualTo(20 * 256 - 1);
        rig.runToEnd();
        assertThat(rig.spool.total(EventType.CANCELLED)).isEqualTo(20 * 256 - 1);
        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(2);
        assertThat(Ask.now(rig, rig.proxy.cancelJob(JOB))).isZero();
    }

    @Test
    void aRecordThatWasMovedOnDiskIsReadAtItsNewPlace() {
        QueueRig rig = new QueueRig();
        rig.mails.time = _ -> Duration.ofMillis(5);
        rig.mails.fault = identity -> rig.mails.prepared == 1
                ? new PreparedMail.Unavailable(identity, "gone")
                : null;

        long acceptance = rig.message("acme", "user@one.example");
        rig.runUntil(() -> rig.mails.prepared == 1);
        rig.proxy.relocated(acceptance, new SpoolRef(acceptance + 1_000_000));
        rig.runUntil(() -> rig.mails.prepared == 2);

        assertThat(rig.clock.nanoTime()).isLessThan(Duration.ofSeconds(1).toNanos());
    }

    private static EventDetail detail(@Nullable EventDetail detail) {
        return Objects.requireNonNull(detail);
    }
}
