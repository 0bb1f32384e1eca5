package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.event.EventType;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.Labels;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.message.SpoolRef;
import com.penguinmails.mta.spool.ContentRef;
import com.penguinmails.mta.spool.JournalRecord;
import com.penguinmails.mta.spool.QueuedAcceptance;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QueueFairnessTest {
    @Test
    void aHundredTenantsShareAPathWhateverTheyHaveQueued() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(5, 100, "200/s", null));
        for (int tenant = 0; tenant < 100; tenant++) {
            int backlog = (int) (10 * Math.pow(1_000, tenant / 99.0));
            for (int rest = backlog; rest > 0; rest -= 256) {
                rig.rows(new JobId(1, tenant), "t" + tenant, "one.example", Math.min(256, rest));
            }
        }

        rig.runUntil(() -> rig.spool.total(EventType.DELIVERED) >= 1_000);

        Map<String, Integer> served = new HashMap<>();
        rig.spool.events(EventType.DELIVERED).forEach(event -> served.merge(event.labels().tenant(), 1, Integer::sum));
        double sum = served.values().stream().mapToDouble(Integer::doubleValue).sum();
        double squares = served.values().stream().mapToDouble(count -> (double) count * count).sum();
        assertThat(sum * sum / (100 * squares)).isGreaterThanOrEqualTo(0.99);
    }

    @Test
    void transactionalMailOvertakesABacklogOfBulk() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(1, 100, "10/s", null));
        rig.rows(new JobId(1, 1), "acme", "one.example", 10_000);
        rig.runFor(Duration.ofSeconds(2));
        long before = rig.clock.millis();

        rig.message("acme", PriorityClass.TRANSACTIONAL, 0, Duration.ofDays(1), "now@one.example");
        rig.runUntil(() -> rig.spool.events.stream().anyMatch(event -> event.recipient().equals("now@one.example")));

        assertThat(rig.clock.millis() - before).isLessThan(500);
    }

    @Test
    void whatIsReadBackFromTheJournalKeepsItsAttemptsAndItsTime() {
        QueueRig rig = new QueueRig();
        long now = rig.clock.millis();
        JournalRecord.JobRows rows = new JournalRecord.JobRows(new JobId(1, 1), Labels.ofTenant("acme"),
                PriorityClass.BULK, 0, Collections.nCopies(3, "one.example"), now, now, now + 86_400_000,
                new ContentRef(1, 1));
        long acceptance = rig.spool.stored(rows, 0);

        rig.agent.restore(acceptance, new SpoolRef(acceptance), new QueuedAcceptance(rows, "sender.example"),
                new OpenRecipients() {
                    @Override
                    public boolean isOpen(int index) {
                        return index > 0;
                    }

                    @Override
                    public int attempts(int index) {
                        return index == 1 ? 3 : 0;
                    }

                    @Override
                    public long dueMillis(int index) {
                        return index == 1 ? now + 60_000 : 0;
                    }
                });
        rig.runToEnd();

        assertThat(rig.spool.events).extracting(event -> event.recipient() + " " + event.attempt())
                .containsExactly("row2@one.example 1", "row1@one.example 4");
        assertThat(rig.clock.millis() - now).isBetween(60_000L, 60_100L);
        assertThat(rig.proxy.queuedRecipients()).isLessThanOrEqualTo(1);
    }

    @Test
    void weightsHoldInOnePathAndChangeWithAReload() {
        QueueRig.Setup setup = new QueueRig.Setup().shaping("[[shares]]\ntenant = \"heavy\"\nweight = 4\n")
                .limits(1, 100_000, "100/s", null);
        QueueRig rig = new QueueRig(setup);
        rig.rows(new JobId(1, 1), "heavy", "one.example", 10_000);
        rig.rows(new JobId(1, 2), "light", "one.example", 10_000);
        rig.runFor(Duration.ofSeconds(20));
        assertThat((double) delivered(rig, "heavy") / delivered(rig, "light")).isBetween(3.8, 4.2);

        long heavy = delivered(rig, "heavy");
        long light = delivered(rig, "light");
        assertThat(Ask.now(rig, rig.proxy.reload(
                new QueueRig.Setup().limits(1, 100_000, "100/s", null).shaping))).isTrue();
        rig.runFor(Duration.ofSeconds(20));
        assertThat((double) (delivered(rig, "heavy") - heavy) / (delivered(rig, "light") - light)).isBetween(0.95,
                1.05);
    }

    /** Forty tenants have mail in the lane of one pool, in that of another, or in both; a quarter of them have four times the weight. */
    @Test
    void tenantsShareAPathByWeightWhicheverLanesTheirMailStandsIn() {
        QueueRig.Setup setup = new QueueRig.Setup().shaping("""
                [pools.first]
                sources = { a = 1 }
                [pools.second]
                sources = { a = 1 }
                [[pool_rules]]
                domain = "second.example"
                pool = "second"
                [[pool_rules]]
                domain = "first.example"
                pool = "first"
                """ + IntStream.range(0, 40).filter(tenant -> tenant % 4 == 0)
                .mapToObj(tenant -> "[[shares]]\ntenant = \"t" + tenant + "\"\nweight = 4\n")
                .collect(Collectors.joining())).limits(2, 100_000, "50/s", null);
        QueueRig rig = new QueueRig(setup);
        rig.dns = _ -> QueueRig.routed("mx.one.example", Long.MAX_VALUE);
        for (int tenant = 0; tenant < 40; tenant++) {
            if (tenant % 3 != 0) {
                rig.rows(new JobId(1, tenant), "t" + tenant, "first.example", 3_000);
            }
            if (tenant % 3 != 1) {
                rig.rows(new JobId(2, tenant), "t" + tenant, "second.example", 3_000);
            }
        }

        rig.runFor(Duration.ofMinutes(2));

        Map<String, Double> shares = new HashMap<>();
        rig.spool.events(EventType.DELIVERED).forEach(event -> shares.merge(event.labels().tenant(),
                heavy(event.labels().tenant()) ? 0.25 : 1, Double::sum));
        double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
        double squares = shares.values().stream().mapToDouble(share -> share * share).sum();
        assertThat(sum).isGreaterThan(1_000);
        assertThat(sum * sum / (40 * squares)).isGreaterThanOrEqualTo(0.99);
    }

    private static boolean heavy(String tenant) {
        return Integer.parseInt(tenant.substring(1)) % 4 == 0;
    }

    private static long delivered(QueueRig rig, String tenant) {
        return rig.spool.events(EventType.DELIVERED).stream().filter(event -> event.labels().tenant().equals(tenant))
                .count();
    }
}
