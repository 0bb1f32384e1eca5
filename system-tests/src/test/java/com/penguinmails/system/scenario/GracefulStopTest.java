package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.system.fixture.FinalOutcomes;
import com.penguinmails.system.fixture.Load;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.ExactDeliveryCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGTERM under load: open transactions end, so that a stop and a start lose nothing and send nothing twice. */
final class GracefulStopTest {
    private static final int STOPS = 3;
    private static final int SIGTERM = 128 + 15;

    @TempDir
    private Path directory;

    private final ExactDeliveryCounts deliveries = DeliveryCounts.exact(1_000_000);

    @Test
    void stopUnderLoadLosesNothingAndSendsNothingTwice() throws IOException, InterruptedException {
        try (MailWorld world = MailWorld.counting(deliveries); Load load = Load.start(6, Duration.ZERO)) {
            world.writeConfig(directory, "");
            try (var node = new NodeProcess(directory)) {
                for (int stop = 0; stop < STOPS; stop++) {
                    node.start();
                    load.submitTo(node);
                    assertThat(load.awaitMore(200)).as("the node takes mail").isTrue();
                    assertThat(node.stop()).as("exit status").isIn(0, SIGTERM);
                }
                node.start();
                load.end();
                JsonNode balance = node.awaitSettled(Duration.ofMinutes(2));
                assertThat(balance.path("queued").asLong()).as("queued in %s", balance).isZero();
                assertThat(deliveries.duplicates()).as("duplicates").isZero();
                assertThat(balance.path("delivered").asLong()).isEqualTo(deliveries.distinct());
                var outcomes = FinalOutcomes.of(node.events());
                for (String recipient : load.acknowledged()) {
                    assertThat(outcomes.of(recipient)).as(recipient)
                            .isEqualTo(List.of(Load.bounces(recipient) ? "bounced" : "delivered"));
                }
            }
        }
    }
}
