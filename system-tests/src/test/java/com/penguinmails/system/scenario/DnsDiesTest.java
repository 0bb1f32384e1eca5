package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.system.fixture.Mail;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.testkit.dns.DnsFault;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No name server answers: mail is taken and waits, with words that say why, and goes out when they answer again. */
final class DnsDiesTest {
    private static final int MESSAGES = 50;

    @TempDir
    private Path directory;

    @Test
    void mailWaitsForDnsWithAReasonAndIsDeliveredWhenItAnswersAgain() throws IOException, InterruptedException {
        try (MailWorld world = MailWorld.start(); var node = new NodeProcess(directory)) {
            world.writeConfig(directory, "");
            world.dns().faults().setAll(new DnsFault.Drop());
            node.start();
            assertThat(Mail.submit(node, "waits", MESSAGES)).isEqualTo(MESSAGES);
            await().atMost(Duration.ofSeconds(60)).until(() -> deferrals(node).size() >= MESSAGES);
            assertThat(deferrals(node)).allSatisfy(event -> {
                assertThat(event.path("enhanced_status").asText()).isEqualTo("4.4.3");
                assertThat(event.path("diagnostic").asText()).contains("cannot be resolved for now",
                        "did not answer");
            });
            assertThat(world.receiver().messages()).isEmpty();
            world.dns().faults().clearAll();
            JsonNode balance = node.awaitSettled(Duration.ofSeconds(90));
            assertThat(balance.path("delivered").asInt()).as("%s", balance).isEqualTo(MESSAGES);
            assertThat(world.receiver().messages()).hasSize(MESSAGES);
        }
    }

    private static List<JsonNode> deferrals(NodeProcess node) throws IOException, InterruptedException {
        return node.events().stream().filter(event -> event.path("type").asText().equals("message.deferred")).toList();
    }
}
