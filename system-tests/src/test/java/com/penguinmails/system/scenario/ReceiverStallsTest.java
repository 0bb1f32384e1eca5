package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.penguinmails.system.fixture.Mail;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.system.fixture.SubmissionClient;
import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.ExactDeliveryCounts;
import com.penguinmails.testkit.smtp.Script;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two sites stop in the middle of conversations: the others do not notice, and their mail goes out when they are back. */
final class ReceiverStallsTest {
    private static final int MESSAGES = 300;
    private static final int STALLED = MESSAGES * 2 / MailWorld.DOMAINS;
    private static final int CONTENT = 20 * 1024;
    private static final long GROWTH = 256L << 20;

    @TempDir
    private Path directory;

    private final ExactDeliveryCounts deliveries = DeliveryCounts.exact(10_000);

    @Test
    void otherSitesAreNotSlowedAndStalledOnesGetTheirMailLater() throws IOException, InterruptedException {
        try (MailWorld world = MailWorld.counting(deliveries); var node = new NodeProcess(directory)) {
            world.writeConfig(directory, "rcpt_timeout = \"5s\"\nend_timeout = \"5s\"\n");
            world.receiver().run("rcpt to=*@d0.test -> stall", "end-of-data to=*@d1.test -> stall");
            node.start();
            long before = node.residentBytes();
            submit(node);
            await().atMost(Duration.ofSeconds(60)).until(() -> deliveries.distinct() == MESSAGES - STALLED);
            assertThat(node.balance().path("queued").asInt()).as("what waits for the stalled sites").isEqualTo(STALLED);
            assertThat(node.residentBytes() - before).as("growth of memory").isLessThan(GROWTH);
            world.receiver().run(Script.ACCEPT_ALL);
            var balance = node.awaitSettled(Duration.ofMinutes(2));
            assertThat(balance.path("delivered").asInt()).as("%s", balance).isEqualTo(MESSAGES);
            assertThat(deliveries.distinct()).isEqualTo(MESSAGES);
        }
    }

    private static void submit(NodeProcess node) throws IOException {
        try (var client = SubmissionClient.open(node.smtp())) {
            for (int i = 0; i < MESSAGES; i++) {
                var receipt = client.submit(Mail.SENDER, List.of(Mail.recipient("user", i)), Mail.content(CONTENT));
                assertThat(receipt.accepted()).as(receipt.reply()).hasSize(1);
            }
        }
    }
}
