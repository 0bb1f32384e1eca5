package com.penguinmails.mta.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.mta.message.JobId;
import com.penguinmails.mta.message.MailSelector;
import com.penguinmails.mta.message.PriorityClass;
import com.penguinmails.mta.resolve.Resolution;
import com.penguinmails.mta.shape.Suspension;
import com.penguinmails.mta.time.Randomness;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every recipient that is queued has, at any instant, a reason that is true and says until when. */
class QueueExplainTest {
    private static final JobId JOB = new JobId(1, 1);

    @Test
    void whatItsSenderAskedForLaterIsScheduledUntilThen() {
        QueueRig rig = new QueueRig();
        long at = rig.clock.millis() + 3_600_000;
        long acceptance = rig.message("acme", PriorityClass.BULK, at, Duration.ofDays(1), "a@one.example");

        RecipientExplanation explained = only(rig, acceptance);

        assertThat(explained.recipient().state()).isEqualTo("scheduled");
        assertThat(explained.recipient().releaseMillis()).isEqualTo(at);
        assertThat(explained.blockers()).extracting(Blocker::kind).containsExactly(BlockerKind.SCHEDULED);
    }

    @Test
    void everyClosedLimitIsNamedAndNotOnlyTheFirst() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().shaping("""
                [[limits]]
                name = "acme-hourly"
                tenant = "acme"
                rate = "1/h"
                [[limits]]
                name = "each-domain"
                per = ["domain"]
                rate = "1/min"
                """));
        rig.message("acme", "a@one.example");
        rig.runFor(Duration.ofSeconds(10));
        long acceptance = rig.message("acme", "b@one.example");

        RecipientExplanation explained = only(rig, acceptance);

        assertThat(explained.blockers()).extracting(Blocker::kind).containsExactly(BlockerKind.QUEUE_LIMIT,
                BlockerKind.QUEUE_LIMIT);
        assertThat(explained.blockers()).extracting(Blocker::rule).containsExactly(
                "[[limits]] acme-hourly in shaping.toml", "[[limits]] each-domain in shaping.toml");
        assertThat(explained.blockers()).extracting(Blocker::reason).anyMatch(reason -> reason.contains("1/h"))
                .anyMatch(reason -> reason.contains("each-domain[one.example]"));
        long release = explained.recipient().releaseMillis();
        assertThat(release).isEqualTo(
                explained.blockers().stream().mapToLong(Blocker::releaseMillis).max().orElseThrow());
        rig.runUntil(() -> rig.network.sent.size() == 2);
        assertThat(rig.clock.millis() - release).isBetween(0L, 5L);
    }

    @Test
    void whatTheReceiverDeferredIsTriedAgainAtTheInstantThatWasTold() {
        QueueRig rig = new QueueRig();
        rig.network.outcome = (_, _) -> SimulatedNetwork.deferred();
        long acceptance = rig.message("acme", "a@one.example");
        rig.runFor(Duration.ofSeconds(10));

        RecipientExplanation explained = only(rig, acceptance);

        assertThat(explained.recipient().state()).isEqualTo("deferred");
        assertThat(explained.blockers().getFirst().kind()).isEqualTo(BlockerKind.RETRY);
        assertThat(explained.blockers().getFirst().reason()).contains("later");
        rig.runUntil(() -> rig.network.sent.size() == 2);
        assertThat(rig.clock.millis() - explained.recipient().releaseMillis()).isBetween(0L, 10L);
    }

    @Test
    void aDomainThatDnsDoesNotTellOfSaysWhenItIsAskedAgain() {
        QueueRig rig = new QueueRig();
        rig.dns = _ -> new Resolution.TemporaryFailure("no name server answers");
        long first = rig.message("acme", "a@one.example");
        rig.runFor(Duration.ofSeconds(10));
        long acceptance = rig.message("acme", "b@one.example");

        Blocker blocker = only(rig, acceptance).blockers().getFirst();

        assertThat(only(rig, first).blockers().getFirst().kind()).isEqualTo(BlockerKind.RETRY);
        assertThat(blocker.kind()).isEqualTo(BlockerKind.RESOLUTION_FAILED);
        assertThat(blocker.reason()).contains("no name server answers");
        int asked = rig.questions.getOrDefault("one.example", 0);
        rig.runUntil(() -> rig.questions.getOrDefault("one.example", 0) > asked);
        assertThat(rig.clock.millis()).isEqualTo(blocker.releaseMillis());
    }

    @Test
    void aSiteThatCannotBeReachedSaysSinceWhenAndWhenItIsTriedAgain() {
        QueueRig rig = new QueueRig();
        rig.network.openFailure = _ -> SimulatedNetwork.unreachable();
        rig.message("acme", "a@one.example");
        long begin = rig.clock.millis();
        rig.runFor(Duration.ofSeconds(10));
        long acceptance = rig.message("acme", "b@one.example");

        Blocker blocker = only(rig, acceptance).blockers().getFirst();

        assertThat(blocker.kind()).isEqualTo(BlockerKind.SITE_UNREACHABLE);
        assertThat(blocker.reason()).contains("connection refused");
        assertThat(blocker.sinceMillis()).isBetween(begin, begin + 1_000);
        int opened = rig.network.opened.size();
        rig.runUntil(() -> rig.network.opened.size() > opened);
        assertThat(rig.clock.millis()).isBetween(blocker.releaseMillis() - 1, blocker.releaseMillis());
    }

    @Test
    void aSourceThatIsRefusedIsToldBehindTheOneThatIsOpen() {
        QueueRig.Setup setup = new QueueRig.Setup();
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"));
        QueueRig rig = new QueueRig(setup);
        rig.network.openFailure = request -> request.source().name().equals("a")
                ? SimulatedNetwork.deferred()
                : null;
        rig.network.transactionTime = Duration.ofMinutes(1);
        rig.rows(JOB, "acme", "one.example", 2_000);
        rig.runFor(Duration.ofSeconds(30));
        long acceptance = rig.message("acme", "z@one.example");

        List<Blocker> blockers = only(rig, acceptance).blockers();

        assertThat(blockers).anyMatch(
                blocker -> blocker.kind() == BlockerKind.SOURCE_REFUSED && blocker.source().equals("a"));
        assertThat(blockers).noneMatch(
                blocker -> blocker.kind() == BlockerKind.SOURCE_REFUSED && blocker.source().equals("b"));
    }

    @Test
    void theRateOfAPathSaysWhenTheNextOnePasses() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(20, 100, "1/min", null));
        rig.message("acme", "a@one.example");
        rig.runFor(Duration.ofSeconds(10));
        long acceptance = rig.message("acme", "b@one.example");

        RecipientExplanation explained = only(rig, acceptance);

        assertThat(explained.blockers().getFirst().kind()).isEqualTo(BlockerKind.MESSAGE_RATE);
        assertThat(explained.blockers().getFirst().source()).isEqualTo("a");
        rig.runUntil(() -> rig.network.sent.size() == 2);
        assertThat(rig.clock.millis() - explained.recipient().releaseMillis()).isBetween(0L, 5L);
    }

    @Test
    void fullConnectionsSayWhichEventFreesOne() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(1, 100, null, null));
        rig.network.transactionTime = Duration.ofMinutes(1);
        rig.rows(JOB, "acme", "one.example", 3);
        rig.runFor(Duration.ofSeconds(1));
        long acceptance = rig.message("acme", "z@one.example");

        Blocker blocker = only(rig, acceptance).blockers().getFirst();

        assertThat(blocker.kind()).isEqualTo(BlockerKind.CONNECTIONS);
        assertThat(blocker.releaseMillis()).isZero();
        assertThat(blocker.until()).isEqualTo("a connection has finished its mail");
    }

    @Test
    void whenAllConnectionsOfTheNodeAreInUseThatKeyIsNamed() {
        QueueRig.Setup setup = new QueueRig.Setup();
        setup.delivery = Deliveries.withMaxConnections(1);
        QueueRig rig = new QueueRig(setup);
        rig.network.transactionTime = Duration.ofMinutes(1);
        rig.message("acme", "a@one.example");
        rig.runUntil(() -> rig.network.transactionsOpen == 1);
        long acceptance = rig.message("acme", "b@two.example");
        rig.runFor(Duration.ofSeconds(5));

        Blocker blocker = only(rig, acceptance).blockers().getFirst();

        assertThat(blocker.kind()).isEqualTo(BlockerKind.NODE_CONNECTIONS);
        assertThat(blocker.rule()).isEqualTo("delivery.max_connections in node.toml");
        assertThat(blocker.reason()).isEqualTo("all 1 connections of the node are in use");
        assertThat(blocker.releaseMillis()).isZero();
        assertThat(blocker.until()).isEqualTo("a connection to any site ends");
        assertThat(blocker.remedy()).contains("raise delivery.max_connections");
    }

    @Test
    void theRateOfNewConnectionsSaysWhenTheNextOneMayBeOpened() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().limits(20, 1, null, "1/min"));
        rig.message("acme", "a@one.example");
        rig.runFor(Duration.ofSeconds(10));
        long acceptance = rig.message("acme", "b@one.example");

        RecipientExplanation explained = only(rig, acceptance);

        assertThat(explained.blockers().getFirst().kind()).isEqualTo(BlockerKind.CONNECTION_RATE);
        assertThat(explained.blockers().getFirst().remedy()).contains("connection_rate");
        rig.runUntil(() -> rig.network.opened.size() == 2);
        assertThat(rig.clock.millis() - explained.recipient().releaseMillis()).isBetween(0L, 5L);
    }

    @Test
    void whatIsInTransactionSaysWithWhichHostAndSinceWhen() {
        QueueRig rig = new QueueRig();
        rig.network.transactionTime = Duration.ofMinutes(1);
        long acceptance = rig.message("acme", "a@one.example");
        rig.runUntil(() -> rig.network.transactionsOpen == 1);
        long begun = rig.clock.millis();
        rig.runFor(Duration.ofSeconds(20));

        RecipientExplanation explained = only(rig, acceptance);

        assertThat(explained.recipient().state()).isEqualTo("sending");
        assertThat(explained.blockers()).hasSize(1);
        assertThat(explained.blockers().getFirst().kind()).isEqualTo(BlockerKind.SENDING);
        assertThat(explained.blockers().getFirst().reason()).contains("mx.test[192.0.2.1]");
        assertThat(explained.blockers().getFirst().sinceMillis()).isBetween(begun - 1, begun + 1);
    }

    @Test
    void theCeilingsOfACampaignAreToldFromTheLowestOn() {
        QueueRig.Setup setup = new QueueRig.Setup().limits(4, 50, "20/s", null);
        QueueRig rig = new QueueRig(setup);
        rig.network.transactionTime = Duration.ofMillis(100);
        rig.rows(JOB, "acme", "one.example", 5_000);
        rig.runFor(Duration.ofMinutes(2));

        SlownessReport report = Ask.now(rig, rig.proxy.slowness(
                new MailSelector("acme", "c", null, null, null, null, null)));

        assertThat(report.ceilings()).extracting(ceiling -> Math.round(ceiling.perSecond())).containsExactly(20L, 40L);
        assertThat(report.perSecond()).isBetween(18.0, 21.0);
        assertThat(report.held().getFirst().blocker().kind()).isEqualTo(BlockerKind.MESSAGE_RATE);
        assertThat(report.queued()).isEqualTo(5_000 - rig.spool.finals());
    }

    @Test
    void aLimitOfOneOfACampaignsTenantsIsACeilingInProportionToWhatItHoldsFor() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().shaping("""
                [[limits]]
                name = "slow"
                tenant = "acme"
                rate = "1/s"
                """));
        rig.rows(JOB, "acme", "one.example", 1_000);
        rig.rows(new JobId(2, 2), "other", "two.example", 3_000);
        rig.network.transactionTime = Duration.ofSeconds(1_000);
        rig.runFor(Duration.ofSeconds(1));

        SlownessReport report = Ask.now(rig, rig.proxy.slowness(
                new MailSelector(null, "c", null, null, null, null, null)));

        Ceiling ceiling = report.ceilings().getFirst();
        assertThat(ceiling.rule()).isEqualTo("[[limits]] slow in shaping.toml");
        assertThat(ceiling.reason()).endsWith("which holds for 1,000 of these 4,000 recipients");
        assertThat(ceiling.perSecond()).isEqualTo(4);
    }

    /** It bounds mail that is of that domain and may leave from that source alone, and all other mail in proportion. */
    @Test
    void aLimitOnADomainAndASourceIsACeilingOfWhatItHoldsFor() {
        QueueRig.Setup setup = new QueueRig.Setup().shaping("""
                [[limits]]
                name = "pair"
                domain = "one.example"
                source = "a"
                rate = "30/min"
                """);
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"));
        QueueRig rig = new QueueRig(setup);
        rig.network.transactionTime = Duration.ofSeconds(1);
        rig.rows(JOB, "acme", "one.example", 5_000);
        rig.rows(new JobId(2, 2), "acme", "two.example", 5_000);
        rig.runFor(Duration.ofSeconds(10));

        assertThat(limitsOn(rig, "one.example", "a")).containsExactly(0.5);
        assertThat(limitsOn(rig, "one.example", null)).as("the other source goes on").isEmpty();
        assertThat(limitsOn(rig, null, "a")).as("the other domain goes on, half of all waits").singleElement()
                .satisfies(perSecond -> assertThat(perSecond).isBetween(0.9, 1.1));
        assertThat(limitsOn(rig, "one.example", "b")).isEmpty();
    }

    @Test
    void whateverALimitIsSetOnHasACeilingInMessagesASecond() {
        QueueRig rig = new QueueRig(new QueueRig.Setup().shaping("""
                [any_path]
                messages_per_connection = 50
                bytes = "1MiB/s"
                [[limits]]
                name = "each-domain"
                per = ["domain"]
                rate = "300/s"
                connections = 2
                bytes = "100KiB/s"
                [[limits]]
                name = "starts"
                source = "a"
                connection_rate = "60/min"
                messages_per_connection = 30
                """));
        rig.network.transactionTime = Duration.ofMillis(100);
        rig.mails.octets = 2_048;
        rig.rows(JOB, "acme", "one.example", 5_000);
        rig.rows(new JobId(2, 2), "acme", "two.example", 5_000);
        rig.runFor(Duration.ofSeconds(30));

        SlownessReport report = Ask.now(rig, rig.proxy.slowness(
                new MailSelector("acme", "c", null, null, null, null, null)));

        assertThat(report.ceilings().stream().map(ceiling -> Math.round(ceiling.perSecond()) + " by " + ceiling.rule()))
                .contains("600 by [[limits]] each-domain in shaping.toml",
                        "100 by [[limits]] each-domain in shaping.toml",
                        "30 by [[limits]] starts in shaping.toml", "1024 by any_path.bytes in shaping.toml");
        Ceiling connections = report.ceilings().stream()
                .filter(ceiling -> ceiling.reason().startsWith("connection limit of 2")).findFirst().orElseThrow();
        assertThat(connections.perSecond()).isBetween(38.0, 40.0);
        assertThat(connections.reason()).contains("(each-domain[", "and 1 more counters of it");
        assertThat(connections.remedy()).contains("raise connections of [[limits]] each-domain");
        assertThat(report.perSecond()).isLessThanOrEqualTo(31);
    }

    private static List<Double> limitsOn(QueueRig rig, @Nullable String domain, @Nullable String source) {
        return Ask.now(rig, rig.proxy.slowness(new MailSelector(null, null, null, domain, null, null, source)))
                .ceilings().stream().filter(ceiling -> ceiling.rule().equals("[[limits]] pair in shaping.toml"))
                .map(Ceiling::perSecond).toList();
    }

    /** Whatever happens, whoever is asked about is told something, and no time that is told lies in the past. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void atAnyInstantEveryRecipientHasAReasonWithATimeOrAnEvent(long seed) {
        RandomGenerator random = Randomness.seeded(seed);
        QueueRig rig = new QueueRig(randomSetup(random));
        rig.network.outcome = (_, _) -> random.nextInt(4) == 0
                ? SimulatedNetwork.deferred()
                : SimulatedNetwork.delivered();
        rig.network.openFailure = _ -> random.nextInt(10) == 0 ? SimulatedNetwork.unreachable() : null;
        rig.network.breaks = _ -> random.nextInt(20) == 0;
        rig.network.transactionTime = Duration.ofMillis(300);
        rig.dns = domain -> random.nextInt(10) == 0
                ? new Resolution.TemporaryFailure("no answer")
                : QueueRig.routed("mx." + domain, Long.MAX_VALUE);
        List<Long> acceptances = new ArrayList<>();
        int explained = 0;
        for (int step = 0; step < 3_000; step++) {
            if (step % 10 == 0 && acceptances.size() < 200) {
                long sendAt = random.nextInt(5) == 0 ? rig.clock.millis() + random.nextInt(100_000) : 0;
                acceptances.add(rig.message("t" + random.nextInt(3), PriorityClass.BULK, sendAt, Duration.ofHours(2),
                        "a@d" + random.nextInt(4) + ".example", "b@d" + random.nextInt(4) + ".example"));
            }
            if (step % 300 == 100) {
                suspend(rig, random, step);
            }
            if (rig.spool.finals() < rig.spool.accepted()) {
                rig.step();
            }
            for (int i = step % 10; i < acceptances.size(); i += 10) {
                for (RecipientExplanation one : Ask.now(rig, rig.proxy.explain(acceptances.get(i)))) {
                    requireTrue(one, rig.clock.millis(), seed);
                    explained++;
                }
            }
        }
        assertThat(explained).isGreaterThan(1_000);
    }

    /** Some mail, for a while: a tenant, a site or a source. */
    private static void suspend(QueueRig rig, RandomGenerator random, int step) {
        long now = rig.clock.millis();
        MailSelector selector = switch (random.nextInt(3)) {
            case 0 -> new MailSelector("t2", null, null, null, null, null, null);
            case 1 -> new MailSelector(null, null, null, null, "mx.d1.example", null, null);
            default -> new MailSelector(null, null, null, null, null, null, "b");
        };
        var _ = rig.proxy.suspend(new Suspension("s" + step, selector, now, now + 1 + random.nextInt(60_000), "test",
                "test"));
        rig.work();
    }

    private static void requireTrue(RecipientExplanation one, long now, long seed) {
        assertThat(one.recipient().state()).as("seed %d", seed).isEqualTo(one.blockers().getFirst().kind().state());
        for (Blocker blocker : one.blockers()) {
            assertThat(blocker.reason()).as("seed %d, %s", seed, blocker).isNotBlank();
            if (blocker.releaseMillis() == 0) {
                assertThat(blocker.until()).as("seed %d, %s", seed, blocker).isNotBlank();
            } else {
                assertThat(blocker.releaseMillis()).as("seed %d, %s", seed, blocker).isGreaterThanOrEqualTo(now);
            }
            assertThat(blocker.sinceMillis()).as("seed %d, %s", seed, blocker).isLessThanOrEqualTo(now);
        }
    }

    private static QueueRig.Setup randomSetup(RandomGenerator random) {
        QueueRig.Setup setup = new QueueRig.Setup().shaping("[any_path]\nconnections = " + (1 + random.nextInt(3))
                + "\nmessages_per_connection = " + (1 + random.nextInt(10)) + "\n"
                + (random.nextBoolean() ? "rate = \"5/s\"\n" : "")
                + (random.nextBoolean() ? "connection_rate = \"1/s\"\n" : "")
                + """
                        [[limits]]
                        name = "t1"
                        tenant = "t1"
                        rate = "20/min"
                        [[limits]]
                        name = "each-source"
                        per = ["source"]
                        connections = 2
                        bytes = "40KiB/min"
                        [[limits]]
                        name = "each-tenant-at-each-site"
                        per = ["tenant", "site"]
                        rate = "60/min"
                        """);
        setup.sources = List.of(QueueRig.source("a"), QueueRig.source("b"));
        setup.delivery = Deliveries.withMaxConnections(3);
        return setup;
    }

    private static RecipientExplanation only(QueueRig rig, long acceptance) {
        List<RecipientExplanation> explanations = Ask.now(rig, rig.proxy.explain(acceptance));
        assertThat(explanations).hasSize(1);
        return explanations.getFirst();
    }
}
