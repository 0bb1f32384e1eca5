package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.penguinmails.system.fixture.Mail;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.system.fixture.SubmissionClient;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ten thousand connections that say nothing: those over the limits are told so, and mail is taken and delivered beside the rest. */
final class SilentConnectionsTest {
    private static final int WANTED = 10_000;
    /** What the test needs besides: class path, logs, connections of the receiver. */
    private static final int OTHER_DESCRIPTORS = 1_000;
    private static final int REFUSED = 500;
    private static final long GROWTH = 300L << 20;

    @TempDir
    private Path directory;

    @Test
    void thoseOverTheLimitAreAnswered421AndMailGoesOn() throws IOException, InterruptedException {
        int connections = (int) Math.min(WANTED, descriptors() - OTHER_DESCRIPTORS);
        assumeTrue(connections > 2 * REFUSED,
                "the system allows this process " + descriptors() + " open files; raise ulimit -n");
        System.out.println(connections + " silent connections");
        try (MailWorld world = MailWorld.start(); var node = new NodeProcess(directory)) {
            int allowed = connections - REFUSED;
            world.writeConfig(directory, "");
            MailWorld.addToTable(directory, "[smtp]",
                    "max_connections = " + allowed + "\nmax_connections_per_address = "
                            + (allowed - 1) + "\ncommand_timeout = \"5min\"");
            node.start();
            long before = node.residentBytes();
            List<SubmissionClient> silent = new ArrayList<>();
            try (var early = SubmissionClient.open(node.smtp())) {
                for (int i = 0; i < connections; i++) {
                    silent.add(SubmissionClient.connect(node.smtp()));
                }
                assertThat(refused(silent)).as("connections answered 421").isEqualTo(connections - (allowed - 2));
                var receipt = early.submit(Mail.SENDER, List.of(Mail.recipient("user", 1)), Mail.content(1_024));
                assertThat(receipt.accepted()).as(receipt.reply()).hasSize(1);
                await().atMost(Duration.ofSeconds(30)).until(() -> node.balance().path("delivered").asInt() == 1);
                assertThat(node.residentBytes() - before).as("growth of memory").isLessThan(GROWTH);
            } finally {
                for (SubmissionClient client : silent) {
                    client.close();
                }
            }
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> Mail.submit(node, "after", 1) == 1);
        }
    }

    private static int refused(List<SubmissionClient> clients) throws IOException {
        int refused = 0;
        for (SubmissionClient client : clients) {
            String greeting = client.reply();
            assertThat(greeting).matches("220 .*|421 4\\.(7\\.0|3\\.2) .*");
            refused += greeting.startsWith("421") ? 1 : 0;
        }
        return refused;
    }

    private static long descriptors() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount()
                : 0;
    }
}
