package com.penguinmails.system.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.penguinmails.system.fixture.MailWorld;
import com.penguinmails.system.fixture.NodeProcess;
import com.penguinmails.system.fixture.PrintedSession;
import com.penguinmails.testkit.smtp.ScriptedReceiver;
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
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A provider starts to block one source. The commands are those that docs/operations.md prints, run as they stand there: health and
 * metrics say so, explain says what the provider said of a message and what bounds its mail, a suspension of the one source there
 * gets all of it through, and is taken back when the provider takes the source's mail again.
 */
class OperatorsNightTest {
    /** So many that the second source has its share before the first has sent all. */
    private static final int MAILS = 1_000;
    private static final String TOKEN = "at-three-in-the-morning";
    private static final Duration SETTLES = Duration.ofSeconds(60);
    private static final Pattern COMMAND = Pattern.compile("cmd_[0-9a-z]{26}");
    private static final String SHAPING = """
            [providers.bigmail]
            mx_suffix = ["mx0.test"]
            [pools.default]
            sources = { a = 1, b = 1 }
            [pools.clean]
            sources = { a = 1 }
            """;

    @TempDir
    private Path directory;

    @Test
    void aBlockedSourceIsSeenExplainedAndMended() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "curl is not installed");
        try (MailWorld world = MailWorld.start(ScriptedReceiver.builder()
                .rules("mail source=127.0.0.2 -> 451 4.7.1 Your address 127.0.0.2 is on our block list"));
                NodeProcess node = new NodeProcess(prepared(world))) {
            node.start();
            submit(node);
            PrintedSession night = session("A provider blocks one source", node);
            sees(node, night);
            explains(node, night);
            suspends(node, night, world);
            resumes(node, night, world);
            assertThat(night.left()).isEmpty();
            otherWays(node, world);
        }
    }

    private void sees(NodeProcess node, PrintedSession night) throws Exception {
        var _ = await().atMost(Duration.ofSeconds(40)).pollInterval(Duration.ofMillis(300))
                .until(() -> text(node.admin("/health/ready")), body -> body.contains("refused"));
        assertThat(night.run("curl -s localhost:9090/health/ready")).contains("bigmail", "source b",
                "is on our block list");
        assertThat(night.run("curl -s localhost:9090/metrics")).contains("penguin_troubles{provider=\"bigmail\"} 1");
        assertThat(night.run("bin/penguin queue status")).contains("! bigmail:",
                "penguin queue explain --provider bigmail --source b");
    }

    private void explains(NodeProcess node, PrintedSession night) throws Exception {
        night.show("msg_[0-9a-z]{26}", deferred(node));
        assertThat(night.run("bin/penguin queue explain msg_")).contains("1. retry", "is on our block list", "until ");
        assertThat(night.run("bin/penguin queue explain --provider bigmail")).contains("provider bigmail: ",
                "is on our block list");
    }

    private void suspends(NodeProcess node, PrintedSession night, MailWorld world) throws Exception {
        long queued = node.balance().path("queued").asLong();
        assertThat(night.run("bin/penguin queue suspend")).contains("suspend", queued + " recipients",
                "provider bigmail: " + queued);
        assertThat(commands(node)).isEmpty();

        assertThat(night.run("bin/penguin queue suspend")).contains("in force", queued + " recipients");
        assertThat(night.run("bin/penguin queue flush")).contains("flush");
        JsonNode balance = node.awaitSettled(SETTLES);
        assertThat(balance.path("delivered").asInt()).isEqualTo(MAILS);
        assertThat(balance.path("accepted").asInt()).isEqualTo(MAILS);
        assertThat(sources(world)).containsExactly("127.0.0.1");
        assertThat(night.run("bin/penguin queue status")).doesNotContain("retry").contains(
                "* suspend provider bigmail, source b, until ", "b is on their block list, ticket 4711");
        assertThat(night.run("bin/penguin queue commands")).contains("in force", "suspend", "flush",
                "b is on their block list, ticket 4711", System.getProperty("user.name"));
    }

    private void resumes(NodeProcess node, PrintedSession night, MailWorld world) throws Exception {
        world.receiver().run();
        world.receiver().clearMessages();
        assertThat(night.run("bin/penguin queue resume")).contains("resume", "done");
        submit(node);
        assertThat(node.awaitSettled(SETTLES).path("delivered").asInt()).isEqualTo(2 * MAILS);
        assertThat(sources(world)).containsExactlyInAnyOrder("127.0.0.1", "127.0.0.2");

        String audit = night.run("curl -s 'localhost:8080/v1/events?type=command'");
        assertThat(audit).contains("command.issued", "command.ended", "suspend", "flush", "resume",
                "by " + System.getProperty("user.name") + ": b is on their block list, ticket 4711",
                "b is off the list, ticket 4711").doesNotContain("message.");
    }

    /** A pool instead of a suspension, by command and for good. */
    private void otherWays(NodeProcess node, MailWorld world) throws Exception {
        PrintedSession session = session("Other ways", node);
        Matcher command = COMMAND.matcher(session.run("bin/penguin queue reroute"));
        assertThat(command.find()).isTrue();
        world.receiver().clearMessages();
        submit(node);
        assertThat(node.awaitSettled(SETTLES).path("delivered").asInt()).isEqualTo(3 * MAILS);
        assertThat(sources(world)).containsExactly("127.0.0.1");
        session.show(COMMAND.pattern(), command.group());
        assertThat(session.run("bin/penguin queue end")).contains("ended");

        Files.writeString(directory.resolve("shaping.toml"), SHAPING + session.block("toml"));
        assertThat(session.run("bin/penguin config check")).contains("right");
        assertThat(session.run("bin/penguin config reload")).contains("In force now: shaping");
        world.receiver().clearMessages();
        submit(node);
        assertThat(node.awaitSettled(SETTLES).path("delivered").asInt()).isEqualTo(4 * MAILS);
        assertThat(sources(world)).containsExactly("127.0.0.1");
        assertThat(session.left()).isEmpty();
    }

    private PrintedSession session(String heading, NodeProcess node) throws Exception {
        Path page = Path.of(System.getProperty("project.root", ".."), "docs", "operations.md");
        return new PrintedSession(page, heading, directory, node, TOKEN);
    }

    private Path prepared(MailWorld world) throws Exception {
        Files.writeString(directory.resolve("shaping.toml"), SHAPING);
        world.writeConfig(directory, """
                [sources.a]
                ipv4 = "127.0.0.1"
                [sources.b]
                ipv4 = "127.0.0.2"
                """);
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
        MailWorld.addToTable(directory, "[admin]", "token_hash = \"" + HexFormat.of().formatHex(hash) + "\"");
        Path file = directory.resolve("node.toml");
        Files.writeString(file, Files.readString(file).replace("first_retry = \"1s\"", "first_retry = \"5min\"")
                .replace("max_retry = \"4s\"", "max_retry = \"5min\""));
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

    private static Set<String> sources(MailWorld world) {
        return world.receiver().messages().stream()
                .map(mail -> mail.connection().peer().getAddress().getHostAddress()).collect(Collectors.toSet());
    }

    private static List<JsonNode> commands(NodeProcess node) throws Exception {
        return node.events().stream().filter(event -> event.path("type").asText().startsWith("command.")).toList();
    }

    private static String text(URI uri) throws Exception {
        return send(HttpRequest.newBuilder(uri)).body();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.timeout(Duration.ofSeconds(20)).build(), BodyHandlers.ofString());
        }
    }
}
