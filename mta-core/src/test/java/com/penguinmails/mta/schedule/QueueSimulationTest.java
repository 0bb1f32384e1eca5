package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.config.Rate;
import com.penguinmails.mta.deliver.PreparedMail;
import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.outcome.FailureScope;
import com.penguinmails.mta.outcome.Outcome;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.schedule.SimulatedNetwork.Sent;
import com.penguinmails.mta.time.Randomness;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Everything that can go wrong goes wrong at random, from a seed; after every step the laws hold. */
class QueueSimulationTest {
    private static final int SEEDS = 300;
    private static final int STEPS = 1_000;
    private static final int CONNECTIONS = 3;
    private static final int MESSAGES = 5;

    @Test
    void noSeedLosesOrDoublesARecipientOrExceedsALimit() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            try {
                new Run(seed).play();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    @Test
    void theSameSeedGivesTheSameTrace() {
        Run one = new Run(42);
        Run two = new Run(42);
        one.play();
        two.play();

        assertThat(two.rig.network.sent).isEqualTo(one.rig.network.sent);
        assertThat(two.rig.spool.events).isEqualTo(one.rig.spool.events);
    }

    /** One seed: a busy time with faults, then a quiet one in which everything must come to its end. */
    private static final class Run {
        private final RandomGenerator random;
        private final QueueRig rig;
        private boolean faults = true;

        Run(long seed) {
            random = Randomness.seeded(seed);
            QueueRig.Setup setup = new QueueRig.Setup();
            setup.seed = seed;
            setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"));
            setup.shaping("""
                    [[limits]]
                    name = "t0"
                    tenant = "t0"
                    rate = "3/s"
                    """).limits(CONNECTIONS, MESSAGES, "40/s", "8/s");
            rig = new QueueRig(setup);
            rig.spool.room = 1 + random.nextInt(8);
            rig.spool.fails = () -> chance(2);
            rig.mails.time = _ -> Duration.ofMillis(random.nextInt(3));
            rig.mails.fault = identity -> chance(2)
                    ? new PreparedMail.Unavailable(identity, "busy")
                    : chance(2) ? new PreparedMail.Unrenderable(identity, "no name") : null;
            rig.dns = this::resolve;
            rig.network.openTime = Duration.ofMillis(random.nextInt(200));
            rig.network.transactionTime = Duration.ofMillis(random.nextInt(300));
            rig.network.openFailure = _ -> chance(10)
                    ? random.nextBoolean() ? SimulatedNetwork.unreachable() : SimulatedNetwork.deferred()
                    : null;
            rig.network.breaks = _ -> chance(5);
            rig.network.outcome = (_, _) -> outcome();
            rig.network.failureScope = random.nextBoolean() ? FailureScope.HOST : FailureScope.SITE;
        }

        void play() {
            for (int step = 0; step < STEPS; step++) {
                if (random.nextInt(40) == 0) {
                    submit();
                }
                if (random.nextInt(400) == 0) {
                    Object _ = rig.proxy.cancel(1 + random.nextInt(200));
                }
                rig.runFor(Duration.ofMillis(random.nextInt(60)));
                checkLaws();
            }
            faults = false;
            rig.runToEnd();
            rig.runFor(Duration.ofMinutes(1));
            checkLaws();
            assertThat(rig.proxy.queuedRecipients()).as("slots left").isZero();
            assertThat(Ask.now(rig, rig.proxy.queues(100))).isEmpty();
            assertThat(rig.network.connectionsOpen()).isZero();
        }

        private void submit() {
            String tenant = "t" + random.nextInt(4);
            if (random.nextInt(4) == 0) {
                rig.rows(new JobId(1, random.nextInt(3)), tenant, domain(), 1 + random.nextInt(20));
                return;
            }
            String[] recipients = new String[1 + random.nextInt(4)];
            for (int i = 0; i < recipients.length; i++) {
                recipients[i] = "u" + i + "@" + domain();
            }
            PriorityClass priority = random.nextBoolean() ? PriorityClass.TRANSACTIONAL : PriorityClass.BULK;
            long sendAt = random.nextInt(5) == 0 ? rig.clock.millis() + random.nextInt(60_000) : 0;
            Duration life = random.nextInt(5) == 0 ? Duration.ofSeconds(1 + random.nextInt(600)) : Duration.ofDays(2);
            rig.message(tenant, priority, sendAt, life, recipients);
        }

        private String domain() {
            return "d" + random.nextInt(6) + ".example";
        }

        private boolean chance(int percent) {
            return faults && random.nextInt(100) < percent;
        }

        private Resolution resolve(String domain) {
            if (chance(10)) {
                return new Resolution.TemporaryFailure("SERVFAIL");
            }
            if (chance(3)) {
                return new Resolution.NoSuchDomain();
            }
            int site = Integer.parseInt(domain.substring(1, 2)) / 2;
            return QueueRig.routed("mx" + site, rig.clock.millis() + 60_000);
        }

        private Outcome outcome() {
            if (chance(15)) {
                return SimulatedNetwork.deferred();
            }
            return chance(5) ? SimulatedNetwork.bounced() : SimulatedNetwork.delivered();
        }

        private void checkLaws() {
            int open = rig.spool.accepted() - rig.spool.finals();
            int known = rig.proxy.queuedRecipients();
            // An outcome is on disk an instant before the queue hears of it.
            require(known >= open, "the queue knows every open recipient");
            for (int most : rig.network.mostConnections.values()) {
                require(most <= CONNECTIONS, "connections of a path");
            }
            for (String source : List.of("a", "b")) {
                for (int site = 0; site < 3; site++) {
                    checkRate(source, "mx" + site);
                }
            }
        }

        private void checkRate(String source, String site) {
            List<Sent> sent = rig.network.sent;
            List<Long> recent = sent.subList(Math.max(0, sent.size() - 200), sent.size()).stream()
                    .filter(one -> one.source().equals(source) && one.site().equals(site)).map(Sent::nanos).toList();
            require(Windows.most(recent, TimeUnit.SECONDS.toNanos(1)) <= 40 + 4, "messages a second of a path");
        }

        private static void require(boolean holds, String law) {
            if (!holds) {
                throw new AssertionError("broken: " + law);
            }
        }
    }

}
