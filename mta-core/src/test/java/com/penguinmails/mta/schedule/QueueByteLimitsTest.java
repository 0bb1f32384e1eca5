package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.deliver.PreparedMail.MailIdentity;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.random.RandomGenerator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Limits on octets: a mail counts as large as the last one until its size is known, and when it turns out smaller, or does not go
 * at all, what waits goes on at that instant. A large mail of 100 KiB uses up ten seconds of the limits here.
 */
class QueueByteLimitsTest {
    private static final String OF_THE_PATH = "[any_path]\nbytes = \"10KiB/s\"";
    private static final String LIMIT = "[[limits]]\nname = \"octets\"\nbytes = \"10KiB/s\"\n";
    private static final String OF_A_TENANT = LIMIT + "tenant = \"t\"";
    private static final String OF_A_TENANT_AT_A_SITE = LIMIT + "per = [\"tenant\", \"site\"]";
    private static final String OF_A_SOURCE = LIMIT + "source = \"a\"";
    private static final String OF_A_TENANT_ON_A_SOURCE = LIMIT + "per = [\"tenant\", \"source\"]";
    private static final int LARGE = 100 * 1024;
    private static final int SMALL = 100;
    private static final int SMALL_MAILS = 20;
    private static final Duration PREPARATION = Duration.ofMillis(20);
    /** When the large mail is paid for, but for the burst. */
    private static final long PAID_MILLIS = 9_900;

    @ParameterizedTest
    @ValueSource(strings = {OF_THE_PATH, OF_A_TENANT, OF_A_TENANT_AT_A_SITE, OF_A_SOURCE, OF_A_TENANT_ON_A_SOURCE})
    void smallMailAfterALargeOneGoesAsSoonAsTheOctetsAreThere(String limit) {
        QueueRig rig = rig(limit);
        large(rig);
        small(rig, SMALL_MAILS);

        rig.runToEnd();

        requireSentInTime(rig, SMALL_MAILS);
    }

    @ParameterizedTest
    @ValueSource(strings = {OF_THE_PATH, OF_A_TENANT, OF_A_TENANT_AT_A_SITE, OF_A_SOURCE, OF_A_TENANT_ON_A_SOURCE})
    void mailThatCannotBeReadHoldsNoOctetsBack(String limit) {
        QueueRig rig = rig(limit);
        AtomicBoolean failed = new AtomicBoolean();
        rig.mails.fault = identity -> afterTheLarge(rig) && failed.compareAndSet(false, true)
                ? new PreparedMail.Unavailable(identity, "cannot be read now")
                : null;
        large(rig);
        small(rig, SMALL_MAILS);

        rig.runFor(Duration.ofSeconds(15));

        assertThat(failed).isTrue();
        requireSentInTime(rig, SMALL_MAILS - 1);
    }

    @ParameterizedTest
    @ValueSource(strings = {OF_THE_PATH, OF_A_TENANT, OF_A_TENANT_AT_A_SITE, OF_A_SOURCE, OF_A_TENANT_ON_A_SOURCE})
    void mailThatExpiresBeforeItIsSentHoldsNoOctetsBack(String limit) {
        QueueRig rig = rig(limit);
        large(rig);
        Duration life = Duration.ofMillis(PAID_MILLIS).plus(PREPARATION).plus(PREPARATION.dividedBy(2));
        rig.message("t", PriorityClass.BULK, 0, life, "expires@one.example");
        small(rig, SMALL_MAILS);

        rig.runToEnd();

        requireSentInTime(rig, SMALL_MAILS);
    }

    /** When nothing is on its way, the queue wakes no later than at the first instant that it tells of. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theQueueSleepsNoLongerThanItTells(long seed) {
        RandomGenerator random = Randomness.seeded(seed);
        QueueRig rig = randomRig(random);
        List<Long> acceptances = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            acceptances.add(rig.message("t" + random.nextInt(3), (random.nextInt(4) == 0 ? "large" : "small") + i
                    + "@d" + random.nextInt(3) + ".example"));
        }
        int looks = 0;
        rig.work();
        while (rig.spool.finals() < rig.spool.accepted()) {
            rig.step();
            if (isStill(rig)) {
                looks++;
                acceptances.forEach(acceptance -> requireAwake(rig, acceptance, seed));
            }
        }
        assertThat(looks).isGreaterThan(20);
    }

    private static QueueRig rig(String limit) {
        QueueRig rig = new QueueRig(new QueueRig.Setup().shaping(limit + "\n"));
        rig.mails.size = QueueByteLimitsTest::size;
        rig.mails.time = _ -> PREPARATION;
        return rig;
    }

    private static QueueRig randomRig(RandomGenerator random) {
        QueueRig.Setup setup = new QueueRig.Setup().shaping("""
                [any_path]
                bytes = "%dKiB/s"
                connections = %d
                [[limits]]
                name = "each-tenant"
                per = ["tenant"]
                bytes = "%dKiB/s"
                [[limits]]
                name = "each-source"
                per = ["source"]
                bytes = "%dKiB/s"
                [[limits]]
                name = "each-tenant-on-each-source"
                per = ["tenant", "source"]
                bytes = "%dKiB/s"
                """.formatted(random.nextInt(5, 40), random.nextInt(1, 5), random.nextInt(5, 40),
                random.nextInt(5, 40), random.nextInt(5, 40)));
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"));
        QueueRig rig = new QueueRig(setup);
        rig.mails.size = QueueByteLimitsTest::size;
        rig.mails.time = _ -> Duration.ofMillis(random.nextInt(1, 200));
        rig.mails.fault = identity -> random.nextInt(10) == 0
                ? new PreparedMail.Unavailable(identity, "cannot be read now")
                : null;
        return rig;
    }

    private static int size(MailIdentity identity) {
        return identity.recipients().getFirst().forwardPath().toString().startsWith("large") ? LARGE : SMALL;
    }

    private static void large(QueueRig rig) {
        rig.message("t", "large@one.example");
    }

    private static void small(QueueRig rig, int count) {
        for (int i = 0; i < count; i++) {
            rig.message("t", "small" + i + "@one.example");
        }
    }

    private static boolean afterTheLarge(QueueRig rig) {
        return !rig.network.sent.isEmpty()
                && rig.clock.nanoTime() - rig.network.sent.getFirst().nanos() > TimeUnit.SECONDS.toNanos(5);
    }

    private static void requireSentInTime(QueueRig rig, int small) {
        List<SimulatedNetwork.Sent> sent = rig.network.sent;
        assertThat(sent).hasSize(1 + small);
        assertThat(sent.getFirst().recipient()).startsWith("large");
        long millis = TimeUnit.NANOSECONDS.toMillis(sent.getLast().nanos() - sent.getFirst().nanos());
        assertThat(millis).isBetween(PAID_MILLIS, PAID_MILLIS + 600);
    }

    private static boolean isStill(QueueRig rig) {
        long now = rig.clock.nanoTime();
        long opening = rig.network.openTime.toNanos();
        return rig.mails.preparing == 0 && rig.network.transactionsOpen == 0
                && rig.network.openedNanos.values().stream().noneMatch(opened -> now - opened <= opening);
    }

    private static void requireAwake(QueueRig rig, long acceptance, long seed) {
        long wakeMillis = rig.clock.millis()
                + TimeUnit.NANOSECONDS.toMillis(rig.agent.nextDeadlineNanos() - rig.clock.nanoTime());
        for (RecipientExplanation one : Ask.now(rig, rig.proxy.explain(acceptance))) {
            if (one.recipient().releaseMillis() > 0) {
                assertThat(wakeMillis).as("seed %d, %s", seed, one)
                        .isLessThanOrEqualTo(one.recipient().releaseMillis() + 2);
            }
        }
    }
}
