package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.penguinmails.system.fixture.Mail;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.system.fixture.SmallDisk;
import com.penguinmails.system.fixture.SubmissionClient;
import com.penguinmails.testkit.dns.DnsFault;
import com.penguinmails.testkit.smtp.DeliveryCounts;
import com.penguinmails.testkit.smtp.ExactDeliveryCounts;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The file system of the spool fills: new mail is refused for now with clear words, what was accepted is delivered, and mail is
 * accepted again when there is space.
 */
final class DiskFullTest {
    private static final int DISK_MEBIBYTES = 96;
    private static final int CONTENT = 512 * 1024;
    /** More than the disk holds. */
    private static final int MESSAGES = 250;

    @TempDir
    private Path directory;

    private final ExactDeliveryCounts deliveries = DeliveryCounts.exact(100_000);

    @Test
    void mailIsRefusedForNowAcceptedMailIsDeliveredAndSpaceBringsMailBack() throws IOException, InterruptedException {
        try (SmallDisk disk = SmallDisk.mount(directory.resolve("data"), DISK_MEBIBYTES);
                MailWorld world = MailWorld.counting(deliveries);
                var node = new NodeProcess(directory)) {
            world.writeConfig(directory, "");
            node.start();
            int accepted = fillWithMail(world, node);
            world.dns().faults().clearAll();
            awaitDelivered(accepted);
            awaitAccepted(node, "again");
            awaitDelivered(accepted + 1);

            disk.fill();
            assertRefused(node);
            disk.free();
            awaitAccepted(node, "freed");
            awaitDelivered(accepted + 2);
            var balance = node.awaitSettled(Duration.ofSeconds(60));
            assertThat(balance.path("accepted").asInt()).as("%s", balance).isEqualTo(balance.path("delivered").asInt())
                    .isEqualTo(accepted + 2);
            assertThat(deliveries.duplicates()).isZero();
            assertThat(node.stop()).as("exit status").isIn(0, 143);
        }
    }

    /** With dead DNS, so that nothing leaves; how many messages were accepted. */
    private static int fillWithMail(MailWorld world, NodeProcess node) throws IOException, InterruptedException {
        world.dns().faults().setAll(new DnsFault.Drop());
        int accepted = 0;
        String reply = "";
        try (var client = SubmissionClient.open(node.smtp())) {
            for (int i = 0; i < MESSAGES && !reply.startsWith("452"); i++) {
                var receipt = client.submit(Mail.SENDER, List.of(Mail.recipient("fills", i)), Mail.content(CONTENT));
                accepted += receipt.accepted().size();
                reply = receipt.reply();
            }
        }
        assertThat(reply).startsWith("452 4.3.1").containsIgnoringCase("space");
        assertThat(accepted).isPositive();
        assertRefused(node);
        return accepted;
    }

    private static void assertRefused(NodeProcess node) throws IOException, InterruptedException {
        try (var client = SubmissionClient.open(node.smtp())) {
            var receipt = client.submit(Mail.SENDER, List.of(Mail.recipient("refused", 1)), Mail.content(1_024));
            assertThat(receipt.reply()).startsWith("452 4.3.1");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            var body = "{\"from\":\"sender@demo.test\",\"to\":[\"refused@d1.test\"],\"subject\":\"One\",\"text\":\"A line.\"}";
            HttpResponse<String> response = client.send(HttpRequest.newBuilder(node.api("/v1/messages"))
                    .header("Content-Type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body)).build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(503);
            assertThat(response.headers().firstValue("Retry-After")).isPresent();
        }
        assertThat(node.get(node.admin("/health/ready")).path("status").asText()).isEqualTo("not ready");
    }

    private static void awaitAccepted(NodeProcess node, String local) {
        await().atMost(Duration.ofSeconds(60)).until(() -> Mail.submit(node, local, 1) == 1);
    }

    private void awaitDelivered(int recipients) {
        await().atMost(Duration.ofSeconds(90)).until(() -> deliveries.distinct() == recipients);
    }
}
