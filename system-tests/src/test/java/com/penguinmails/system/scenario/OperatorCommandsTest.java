package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.penguinmails.mta.cli.Penguin;
import com.penguinmails.system.fixture.Mail;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What operators order by the command line holds over SIGKILL, and the books balance. */
final class OperatorCommandsTest {
    private static final String TOKEN = "the operator's own";
    private static final Duration SETTLES = Duration.ofMinutes(2);

    @TempDir
    private Path directory;

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void aSuspensionHoldsOverAKillAndMailGoesWhenItIsResumed() throws Exception {
        try (MailWorld world = MailWorld.start(); NodeProcess node = node(world)) {
            node.start();
            JsonNode suspended = order(node, "suspend", "--tenant", "default");
            assertThat(Mail.submit(node, "ada", 20)).isEqualTo(20);

            node.kill();
            node.start();
            assertThat(Mail.submit(node, "bob", 5)).isEqualTo(5);
            Thread.sleep(1_000);

            assertThat(world.receiver().messages()).isEmpty();
            assertThat(node.balance().path("queued").asInt()).isEqualTo(25);
            assertThat(commands(node).path("data").get(0).path("state").asText()).isEqualTo("in_force");
            assertThat(commands(node).path("data").get(0).path("id")).isEqualTo(suspended.path("id"));

            JsonNode preview = run(node, "resume", "--tenant", "default", "--reason", "over", "--dry-run");
            assertThat(preview.path("recipients").asInt()).isEqualTo(25);
            var _ = order(node, "resume", "--tenant", "default");
            JsonNode balance = node.awaitSettled(SETTLES);
            assertThat(balance.path("delivered").asInt()).isEqualTo(25);
        }
    }

    @Test
    void aBounceThatAKillInterruptsGoesOnAndHitsNothingThatCameLater() throws Exception {
        try (MailWorld world = MailWorld.start(); NodeProcess node = node(world)) {
            node.start();
            var _ = order(node, "suspend", "--tenant", "default");
            assertThat(Mail.submit(node, "ada", 750) + Mail.submit(node, "eve", 750)).isEqualTo(1_500);

            JsonNode bounce = order(node, "bounce", "--tenant", "default");
            node.kill();
            node.start();
            assertThat(Mail.submit(node, "bob", 5)).isEqualTo(5);
            awaitDone(node, bounce.path("id").asText());

            assertThat(bounce.path("recipients").asInt()).isEqualTo(1_500);
            var _ = order(node, "resume", "--tenant", "default");
            JsonNode balance = node.awaitSettled(SETTLES);
            assertThat(balance.path("bounced").asInt()).isEqualTo(1_500);
            assertThat(balance.path("delivered").asInt()).isEqualTo(5);
            assertThat(balance.path("accepted").asInt()).isEqualTo(1_505);
        }
    }

    @Test
    void whoeverHasNoTokenOrDoesNotConfirmChangesNothing() throws Exception {
        try (MailWorld world = MailWorld.start(); NodeProcess node = node(world)) {
            node.start();
            Files.writeString(directory.resolve("wrong"), "no token");
            var out = new StringWriter();
            assertThat(execute(out, node, "wrong", "cancel", "--all", "--reason", "x", "--yes")).isEqualTo(1);
            assertThat(out.toString()).contains("Authorization");
            assertThat(execute(out, node, "token", "cancel", "--all", "--reason", "x")).isEqualTo(2);
            assertThat(out.toString()).contains("--yes");
            assertThat(execute(out, node, "token", "cancel", "--reason", "x", "--yes")).isEqualTo(2);
            assertThat(commands(node).path("data")).isEmpty();
        }
    }

    private NodeProcess node(MailWorld world) throws IOException, GeneralSecurityException {
        world.writeConfig(directory, "");
        Files.writeString(directory.resolve("token"), TOKEN + "\n");
        String hash = HexFormat.of().formatHex(
                MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8)));
        MailWorld.addToTable(directory, "[admin]", "token_hash = \"" + hash + "\"");
        return new NodeProcess(directory);
    }

    private void awaitDone(NodeProcess node, String id) throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            for (JsonNode command : commands(node).path("data")) {
                if (command.path("id").asText().equals(id) && command.path("state").asText().equals("done")) {
                    return;
                }
            }
            Thread.sleep(100);
        }
        throw new AssertionError("the command was not done: " + commands(node));
    }

    private JsonNode commands(NodeProcess node) throws IOException {
        return run(node, "commands");
    }

    private JsonNode order(NodeProcess node, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--reason", "a test", "--operator", "jo", "--yes"));
        return run(node, all.toArray(String[]::new));
    }

    private JsonNode run(NodeProcess node, String... words) throws IOException {
        List<String> all = new ArrayList<>(List.of(words));
        all.add("--json");
        var out = new StringWriter();
        int status = execute(out, node, "token", all.toArray(String[]::new));
        assertThat(status).as(out.toString()).isZero();
        return json.readTree(out.toString());
    }

    private int execute(StringWriter out, NodeProcess node, String token, String... words) {
        List<String> all = new ArrayList<>(List.of("queue"));
        all.addAll(List.of(words));
        all.addAll(List.of("--admin", node.admin("").toString(), "--token-file",
                directory.resolve(token).toString()));
        CommandLine penguin = Penguin.commandLine();
        penguin.setOut(new PrintWriter(out, true));
        penguin.setErr(new PrintWriter(out, true));
        return penguin.execute(all.toArray(String[]::new));
    }
}
