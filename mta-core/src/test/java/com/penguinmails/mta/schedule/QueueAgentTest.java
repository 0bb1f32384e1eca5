package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.event.DeliveryEvent;
import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.PriorityClass;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class QueueAgentTest {
    @Test
    void anAcceptedMessageIsDeliveredAndItsQueueForgotten() {
        QueueRig rig = new QueueRig();

        rig.message("acme", "user@one.example");
        rig.runToEnd();

        DeliveryEvent event = rig.spool.events.getFirst();
        assertThat(event.type()).isEqualTo(EventType.DELIVERED);
        assertThat(event.recipient()).isEqualTo("user@one.example");
        assertThat(event.attempt()).isEqualTo(1);
        assertThat(event.detail()).isNotNull().satisfies(detail -> {
            assertThat(detail.source()).isEqualTo("a");
            assertThat(detail.site()).isEqualTo("mx.one.example");
            assertThat(detail.remoteMta()).isEqualTo("mx.test[192.0.2.1]");
        });
        rig.work();
        assertThat(rig.proxy.queuedRecipients()).isZero();
        assertThat(Ask.now(rig, rig.proxy.queues(10))).isEmpty();
    }

    @Test
    void recipientsOfOneMessageAndSiteShareATransaction() {
        QueueRig rig = new QueueRig();
        rig.dns = domain -> QueueRig.routed(domain.startsWith("x") ? "mx.x" : "mx.y", Long.MAX_VALUE);

        rig.message("acme", "a@x1.example", "b@x2.example", "c@y.example", "d@x1.example");
        rig.runToEnd();

        assertThat(rig.network.transactionSizes).containsExactlyInAnyOrder(3, 1);
    }

    @Test
    void eachRecipientHasItsOwnOutcome() {
        QueueRig rig = new QueueRig();
        rig.network.outcome = (_, recipient) -> recipient.forwardPath().toString().startsWith("bad")
                ? SimulatedNetwork.bounced()
                : SimulatedNetwork.delivered();

        rig.message("acme", "good@x.example", "bad@x.example", "fine@x.example");
        rig.runToEnd();

        assertThat(rig.spool.total(EventType.DELIVERED)).isEqualTo(2);
        assertThat(rig.spool.total(EventType.BOUNCED)).isEqualTo(1);
        assertThat(rig.spool.events(EventType.BOUNCED).getFirst().recipient()).isEqualTo("bad@x.example");
    }

    @Test
    void aDeferredRecipientIsTriedAgainAtTheTimeTold() {
        QueueRig rig = new QueueRig();
        rig.network.outcome = (_, _) -> rig.network.sent.size() < 4
                ? SimulatedNetwork.deferred()
                : SimulatedNetwork.delivered();

        rig.message("acme", "user@one.example");
        rig.runToEnd();

        List<DeliveryEvent> deferrals = rig.spool.events(EventType.DEFERRED);
        assertThat(deferrals).hasSize(3);
        long expected = Duration.ofMinutes(5).toMillis();
        for (int i = 0; i < 3; i++) {
            DeliveryEvent deferral = deferrals.get(i);
            long due = Objects.requireNonNull(deferral.detail()).releaseMillis();
            assertThat(deferral.attempt()).isEqualTo(i + 1);
            assertThat(due - deferral.epochMillis()).isBetween(expected * 8 / 10, expected * 12 / 10);
            long tried = rig.clock.millis() - (rig.clock.nanoTime() - rig.network.sent.get(i + 1).nanos()) / 1_000_000;
            assertThat(tried).isBetween(due, due + 10);
            expected *= 2;
        }
        assertThat(rig.spool.events(EventType.DELIVERED).getFirst().attempt()).isEqualTo(4);
    }

    @Test
    void whatIsNeverTakenExpiresToTheMillisecond() {
        QueueRig rig = new QueueRig();
        rig.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        long start = rig.clock.millis();

        rig.message("acme", PriorityClass.BULK, 0, Duration.ofMinutes(17), "user@one.example");
        rig.runToEnd();

        DeliveryEvent expired = rig.spool.events(EventType.EXPIRED).getFirst();
        assertThat(expired.epochMillis() - start).isEqualTo(Duration.ofMinutes(17).toMillis());
        assertThat(Objects.requireNonNull(expired.detail()).enhancedStatus()).isEqualTo("5.4.7");
        assertThat(expired.detail().diagnostic()).contains("later");
    }

    @Test
    void scheduledMailLeavesAtItsTimeAndNotBefore() {
        QueueRig rig = new QueueRig();
        long sendAt = rig.clock.millis() + Duration.ofHours(30).toMillis() + 123;

        rig.message("acme", PriorityClass.BULK, sendAt, Duration.ofDays(5), "user@one.example");
        rig.runToEnd();

        long sentAt = rig.clock.instant().minusNanos(rig.clock.nanoTime() - rig.network.sent.getFirst().nanos())
                .toEpochMilli();
        assertThat(sentAt).isBetween(sendAt, sendAt + 5);
    }
}
