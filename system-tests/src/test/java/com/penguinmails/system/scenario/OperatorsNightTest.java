package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.mta.cli.Penguin;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/**
 * A provider starts to block one source. Health and metrics say so, explain says of a message what the provider said of it and
 * when it is tried again, and a rule that moves the provider's mail to the other source gets all of it through.
 */
class OperatorsNightTest {
    private static final int MAILS = 200;
    private static final String TOKEN = "at-three-in-the-morning";
    private static final String PROVIDER = """
            [providers.bigmail]
            mx_suffix = ["mx0.test"]
            """;
    private static final String MEND = """
            [pools.clean]
            sources = { a = 1 }
            [[pool_rules]]
            provider = "bigmail"
            pool = "clean"
            """;

    @TempDir
    private Path directory;

    @Test
    void aBlockedSourceIsSeenExplainedAndMended() throws Exception {
        try (MailWorld world = MailWorld.start(ScriptedReceiver.builder()
                .rules("mail source=127.0.0.2 -> 451 4.7.1 Your address 127.0.0.2 is on our block list"));
                NodeProcess node = new NodeProcess(prepared(world))) {
            node.start();
            submit(node);

            String health = seen(node);
            assertThat(health).contains("bigmail", "source b", "is on our block list");
            assertThat(text(node.admin("/metrics"))).contains("penguin_troubles{provider=\"bigmail\"} 1",
                    "penguin_provider_recipients{provider=\"bigmail\",state=\"deferred\"}",
                    "penguin_source_connections{source=\"b\"}");
            String status = penguin("queue", "status", "--admin", base(node.admin("")));
            assertThat(status).contains("! bigmail:", "penguin queue explain --provider bigmail --source b");
            String slow = penguin("queue", "explain", "--provider", "bigmail", "--admin", base(node.admin("")));
            assertThat(slow).contains("provider bigmail: ", "is on our block list");
            String message = penguin("queue", "explain", deferred(node), "--api", base(node.api("")));
            assertThat(message).contains("1. retry", "is on our block list", "until ");

            Files.writeString(directory.resolve("shaping.toml"), PROVIDER + MEND);
            assertThat(reload(node)).contains("shaping");

            JsonNode balance = node.awaitSettled(Duration.ofSeconds(60));
            assertThat(balance.path("delivered").asInt()).isEqualTo(MAILS);
            assertThat(balance.path("accepted").asInt()).isEqualTo(MAILS);
            assertThat(world.receiver().messages())
                    .allMatch(mail -> mail.connection().peer().getAddress().getHostAddress().equals("127.0.0.1"));
        }
    }

    private Path prepared(MailWorld world) throws Exception {
        Files.writeString(directory.resolve("shaping.toml"), PROVIDER);
        world.writeConfig(directory, """
                [sources.a]
                ipv4 = "127.0.0.1"
                [sources.b]
                ipv4 = "127.0.0.2"
                """);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
        MailWorld.addToTable(directory, "[admin]", "token_hash = \"" + HexFormat.of().formatHex(hash) + "\"");
        Path file = directory.resolve("node.toml");
        Files.writeString(file, Files.readString(file).replace("first_retry = \"1s\"", "first_retry = \"10s\"")
                .replace("max_retry = \"4s\"", "max_retry = \"10s\""));
        return directory;
    }

    private static void submit(NodeProcess node) throws Exception {
        var rows = new StringBuilder(
                "{\"campaign\": \"spring\", \"template\": {\"from\": \"shop@x.test\", \"subject\": \"s\", \"text\": \"t\"}}\n");
        for (int i = 0; i < MAILS; i++) {
            rows.append("{\"to\": \"user").append(i).append("@d0.test\"}\n");
        }
        HttpResponse<String> answer = send(HttpRequest.newBuilder(node.api("/v1/jobs"))
                .header("Content-Type", "application/x-ndjson").POST(BodyPublishers.ofString(rows.toString())));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }

    /** What health says once it knows. */
    private static String seen(NodeProcess node) {
        return await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(300))
                .until(() -> text(node.admin("/health/ready")), body -> body.contains("refused"));
    }

    /** The id of a message that the receiver has deferred and that waits for its next attempt. */
    private static String deferred(NodeProcess node) throws Exception {
        for (JsonNode event : node.events().reversed()) {
            String id = event.path("message_id").asText();
            if (event.path("type").asText().equals("message.deferred")
                    && text(node.api("/v1/messages/" + id + "/explain")).contains("\"kind\":\"retry\"")) {
                return id;
            }
        }
        throw new AssertionError("no message waits for its next attempt");
    }

    private static String reload(NodeProcess node) throws Exception {
        return send(HttpRequest.newBuilder(node.admin("/v1/config/reload")).header("Authorization", "Bearer " + TOKEN)
                .POST(BodyPublishers.noBody())).body();
    }

    private static String text(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri)).body();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        }
    }

    private static String base(URI uri) {
        return uri.toString();
    }

    private static String penguin(String... arguments) {
        CommandLine command = Penguin.commandLine();
        var out = new StringWriter();
        command.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        assertThat(command.execute(arguments)).as(out.toString()).isZero();
        return out.toString();
    }
}
