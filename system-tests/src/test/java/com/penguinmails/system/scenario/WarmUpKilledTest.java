package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.penguinmails.system.fixture.Mail;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.ExactDeliveryCounts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGKILL while a source in warm-up sends, again and again: what the receiver saw of the day never exceeds the day's cap. */
final class WarmUpKilledTest {
    private static final int CAP = 400;
    private static final int KILLS = 4;
    private static final int MOST_CONNECTIONS = 10;

    @TempDir
    private Path directory;

    private final ExactDeliveryCounts deliveries = DeliveryCounts.exact(100_000);

    @Test
    void aCapHoldsOverKillsAndEachCostsLittleOfIt() throws Exception {
        LocalDate begin = LocalDate.now(ZoneOffset.UTC);
        try (MailWorld world = MailWorld.counting(deliveries); NodeProcess node = node(world)) {
            node.start();
            for (int submitted = 0; submitted < 2 * CAP; submitted += 100) {
                assertThat(Mail.submit(node, "u" + submitted, 100)).isEqualTo(100);
            }
            for (int kill = 1; kill <= KILLS; kill++) {
                int most = kill * CAP / (KILLS + 2);
                Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(5))
                        .until(() -> seen() >= most);
                node.kill();
                node.start();
            }
            // Each kill costs at most a hundredth of the cap, what was prepared for a connection, and what was in flight.
            int least = CAP - KILLS * (CAP / 100 + 2 * MOST_CONNECTIONS);
            Awaitility.await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(seen()).isGreaterThan(least));
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(this::isQuiet);

            long days = 1 + ChronoUnit.DAYS.between(begin, LocalDate.now(ZoneOffset.UTC));
            assertThat(seen()).isLessThanOrEqualTo(CAP * days);
            assertThat(node.balance().path("queued").asLong()).as("what is over the cap waits")
                    .isEqualTo(2 * CAP - node.balance().path("delivered").asLong());
        }
    }

    private long seen() {
        return deliveries.distinct() + deliveries.duplicates();
    }

    private boolean isQuiet() throws InterruptedException {
        long before = seen();
        Thread.sleep(1_500);
        return seen() == before;
    }

    private NodeProcess node(MailWorld world) throws Exception {
        world.writeConfig(directory, "");
        Files.writeString(directory.resolve("shaping.toml"), """
                [any_path]
                connections = 1
                rate = "50/s"
                [warmup_plans.careful]
                curve = [400, 500]
                [[warmups]]
                source = "default"
                plan = "careful"
                """);
        return new NodeProcess(directory);
    }
}
