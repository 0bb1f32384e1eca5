package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.system.fixture.FinalOutcomes;
import com.penguinmails.system.fixture.Load;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.testkit.seed.Seeds;
import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.ExactDeliveryCounts;
import com.penguinmails.testkit.smtp.ReceiverStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments under load, again and again over the same files, also while the node starts: all that it said yes to
 * has exactly one outcome, and a recipient gets a message twice only if its transaction was open at a kill.
 */
final class KilledUnderLoadTest {
    private static final int KILLS = Integer.getInteger("kills", 6);
    private static final int CONNECTIONS_PER_SITE = 4;
    private static final int MOST_ACKNOWLEDGED_IN_A_LIFE = 300;
    private static final Duration LONGEST_LIFE = Duration.ofSeconds(4);
    private static final int LONGEST_START_MILLIS = 2_000;
    private static final Duration SETTLES = Duration.ofMinutes(3);

    @TempDir
    private Path directory;

    private final ExactDeliveryCounts deliveries = DeliveryCounts.exact(5_000_000);

    @Test
    void everyAcknowledgedRecipientHasExactlyOneOutcomeAndDuplicatesAreBoundedByOpenTransactions() {
        Seeds.of(4).check((random, _) -> killAndCheck(random));
    }

    private void killAndCheck(RandomGenerator random) throws IOException, InterruptedException {
        try (MailWorld world = MailWorld.counting(deliveries)) {
            world.writeConfig(directory, "");
            Files.writeString(directory.resolve("shaping.toml"),
                    "[any_path]\nconnections = " + CONNECTIONS_PER_SITE + "\n");
            try (var node = new NodeProcess(directory)) {
                try (Load load = Load.start(8, Duration.ZERO)) {
                    long openTransactions = killAgainAndAgain(world, node, load, random);
                    load.end();
                    check(node, load, openTransactions);
                }
            }
        }
    }

    /** The most transactions that can have been open at the kills together, one a connection; the node is up afterwards. */
    private static long killAgainAndAgain(MailWorld world, NodeProcess node, Load load, RandomGenerator random)
            throws IOException, InterruptedException {
        long openConnections = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            node.launch();
            if (kill % 5 == 0) {
                Thread.sleep(random.nextInt(LONGEST_START_MILLIS));
            } else {
                node.awaitUp();
                load.submitTo(node);
                // By the work that was done, so that a slow machine does not make the load small.
                var _ = load.awaitMore(random.nextInt(MOST_ACKNOWLEDGED_IN_A_LIFE), LONGEST_LIFE);
            }
            ReceiverStats before = world.receiver().stats();
            node.kill();
            // Those that came up between the look and the kill are counted as well.
            openConnections += before.openConnections() + world.receiver().stats().connections() - before.connections();
        }
        node.start();
        load.submitTo(node);
        var _ = load.awaitMore(MOST_ACKNOWLEDGED_IN_A_LIFE, LONGEST_LIFE);
        System.out.printf("%d kills; connections to receivers that were open then, at most: %d%n", KILLS,
                openConnections);
        return openConnections;
    }

    private void check(NodeProcess node, Load load, long openTransactions) throws IOException, InterruptedException {
        JsonNode balance = node.awaitSettled(SETTLES);
        System.out.printf("acknowledged %d; balance %s; at the receiver %d recipients, %d duplicates (bound %d)%n",
                load.count(),
                balance, deliveries.distinct(), deliveries.duplicates(),
                openTransactions * Load.RECIPIENTS_PER_MESSAGE);
        assertThat(balance.path("queued").asLong()).as("queued in %s", balance).isZero();
        assertThat(balance.path("accepted").asLong()).isGreaterThanOrEqualTo(load.count())
                .isEqualTo(balance.path("delivered").asLong() + balance.path("bounced").asLong());
        assertThat(balance.path("delivered").asLong()).isEqualTo(deliveries.distinct());
        assertThat(deliveries.duplicates()).isLessThanOrEqualTo(openTransactions * Load.RECIPIENTS_PER_MESSAGE);
        checkOutcomes(load, FinalOutcomes.of(node.events()), balance);
    }

    private void checkOutcomes(Load load, FinalOutcomes outcomes, JsonNode balance) {
        assertThat(load.count()).as("the load").isGreaterThan(KILLS);
        for (String recipient : load.acknowledged()) {
            boolean bounces = Load.bounces(recipient);
            assertThat(outcomes.of(recipient)).as(recipient).isEqualTo(List.of(bounces ? "bounced" : "delivered"));
            assertThat(deliveries.count(recipient) > 0).as("%s arrived", recipient).isEqualTo(!bounces);
        }
        assertThat(outcomes.byRecipient()).hasSize(balance.path("accepted").asInt());
        assertThat(outcomes.byRecipient().values()).allMatch(outcome -> outcome.size() == 1);
    }
}
